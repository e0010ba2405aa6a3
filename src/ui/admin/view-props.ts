/** What every view of the console gets. */
import type { AdminMe } from '#lib/contracts/admin.ts';
import type { AdminApi } from './admin-api.ts';

export interface ViewProps {
  api: AdminApi;
  me: AdminMe;
  /** Whether the account may change things; the API decides again. */
  operates: boolean;
}
