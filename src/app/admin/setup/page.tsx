/** Where a one-time link leads: the first owner, or somebody who was invited, sets a password. */
import { AdminSetup } from '#ui/admin/admin-setup.tsx';

export default function Page() {
  return <AdminSetup />;
}
