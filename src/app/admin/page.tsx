/** The console of those who run the platform. */
import { AdminApp } from '#ui/admin/admin-app.tsx';

export default function Page() {
  return <AdminApp />;
}
