/** `npm run admin:create`: makes an administrator, or gives one who lost the password a new one. */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { readConfig } from '#env.ts';
import { createAdmin } from '#lib/admin/create-admin.ts';
import { ADMIN_ROLES } from '#lib/core/caller.ts';
import { isAppError } from '#lib/core/errors.ts';
import { systemClock } from '#lib/ports/clock.ts';
import { openAdminAuth } from '#runtime/admin-auth.ts';
import { openDatabase } from '#runtime/open-database.ts';
import { explainExit } from './explain-exit.ts';
import { readPassword } from './read-password.ts';

const USAGE = `usage: npm run admin:create -- --email you@example.com [--role ${ADMIN_ROLES.join('|')}]
The password is asked for, or read from standard input. Without --role the account is an owner.
`;

function argumentsOf() {
  try {
    const { values } = parseArgs({ options: { email: { type: 'string' }, role: { type: 'string' } } });
    return z
      .object({ email: z.email().max(254).toLowerCase(), role: z.enum(ADMIN_ROLES).default('owner') })
      .parse(values);
  } catch {
    process.stderr.write(USAGE);
    process.exit(2);
  }
}

try {
  const { email, role } = argumentsOf();
  const config = readConfig();
  const { passwords } = openAdminAuth(config);
  const database = await openDatabase(config);
  const password = await readPassword();
  const done = await createAdmin({ database, clock: systemClock, passwords }, { email, role, password });
  await database.close();
  console.log(
    `admin:create: ${email} ${done === 'created' ? 'is now' : 'has a new password and is'} ${role}`,
  );
  process.exit(0);
} catch (error) {
  const reason = isAppError(error) ? error.fields?.[0]?.message : undefined;
  if (reason) process.stderr.write(`${reason}.\n`);
  explainExit(error);
}
