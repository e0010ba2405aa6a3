/** Lists as files: what a stranger typed never runs in the spreadsheet of an operator. */
import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '#lib/contracts/admin.ts';
import type { AdminTrial } from '#lib/contracts/admin-trials.ts';
import type { UnansweredQuestion } from '#lib/contracts/admin-usage.ts';
import { auditCsv } from '#ui/admin/audit-csv.ts';
import { trialsCsv, unansweredCsv } from '#ui/admin/trials-csv.ts';

const entry = (over: Partial<AuditEntry>): AuditEntry => ({
  audit_id: '01890000-0000-7000-8000-000000000001',
  actor: 'anonymous',
  admin_id: null,
  email: null,
  action: 'admin.login_failed',
  subject: null,
  before: null,
  after: null,
  request_id: null,
  address: null,
  created_at: '2026-01-01T00:00:00.000Z',
  ...over,
});

describe('the audit log as CSV', () => {
  it('writes whatever begins like a formula as text', () => {
    for (const evil of [
      '=1+1',
      '+1',
      '-1',
      '@SUM(A1)',
      '\t=1',
      '\r=1',
      '=HYPERLINK("http://evil.example")\nsecond line',
      '  =1',
      '\n=1',
      '＝1',
    ]) {
      const row = auditCsv([entry({ subject: evil })]).slice(auditCsv([]).length);
      expect(row, JSON.stringify(evil)).toContain(`'${evil.replaceAll('"', '""')}`);
    }
  });

  it('keeps a row a row, whatever is in it', () => {
    const csv = auditCsv([entry({ subject: 'a,"b"', after: { days: 7 } })]);
    expect(csv.split('\r\n')).toEqual([
      'created_at,actor,email,action,subject,before,after,address,request_id,audit_id',
      '2026-01-01T00:00:00.000Z,anonymous,,admin.login_failed,"a,""b""",,"{""days"":7}",,,01890000-0000-7000-8000-000000000001',
    ]);
  });
});

describe('other lists as CSV', () => {
  it('write what strangers named themselves and asked as text', () => {
    const trial = {
      business_name: '=HYPERLINK("http://evil.example")',
      email: '@shop.example',
      queries_used: 7,
    };
    const question = { question: '+1 720 555 0136?', asked: 2, business_name: '-1', tenant_id: 'id' };
    const [, row] = trialsCsv([trial as AdminTrial]).split('\r\n');
    expect(row).toContain(`"'=HYPERLINK(""http://evil.example"")",,"'@shop.example"`);
    expect(row).toContain(',7,');
    expect(unansweredCsv([question as UnansweredQuestion]).split('\r\n')).toEqual([
      'question,asked,last_asked_at,business_name,tenant_id',
      `"'+1 720 555 0136?",2,,"'-1",id`,
    ]);
  });
});
