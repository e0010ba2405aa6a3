/** Keeps what a visitor sent, with the webhook and the mail that tell the business, in one transaction: all or nothing. */
import type { RecordKind, ToolName } from '#lib/contracts/tools.ts';
import { newId } from '#lib/core/ids.ts';
import { queueMail } from '#lib/mail/queue-mail.ts';
import { requireActiveTrial } from '#lib/trial/require-active-trial.ts';
import { insertRecord, selectTenantEmail } from './record-store.ts';
import type { ToolPorts, ToolRun } from './tool.ts';
import { insertWebhook } from './webhook-store.ts';

export interface RecordInput {
  kind: RecordKind;
  name: string;
  email: string;
  phone?: string | undefined;
  message?: string | undefined;
  details?: Record<string, unknown>;
}

const TOOL_OF: Record<RecordKind, ToolName> = {
  lead: 'capture_lead',
  booking: 'book_appointment',
  escalation: 'escalate_to_human',
};
const SUBJECT_OF: Record<RecordKind, string> = {
  lead: 'Somebody is interested',
  booking: 'Somebody asks for an appointment',
  escalation: 'A visitor needs a person',
};

/** The same run again keeps and tells nothing. Errors: `trial_expired`. */
export async function keepRecord(ports: ToolPorts, run: ToolRun, input: RecordInput): Promise<void> {
  const { tenantId, settings, visitor } = run;
  const { kind, name, email, phone = null, message = null, details = {} } = input;
  const recordId = newId();
  await ports.database.asTenant(tenantId, async (tx) => {
    await requireActiveTrial(tx, ports.clock);
    const kept = await insertRecord(tx, {
      tenant_id: tenantId,
      record_id: recordId,
      kind,
      name,
      email,
      phone,
      message,
      details: JSON.stringify(details),
      session_id: visitor.sessionId,
      visitor_id: visitor.visitorId,
      request_id: run.requestId,
      run_key: run.runKey,
    });
    if (!kept) return;
    if (settings.endpointUrl !== null && settings.signingSecret !== null) {
      const webhookId = newId();
      await insertWebhook(tx, {
        tenant_id: tenantId,
        webhook_id: webhookId,
        tool: TOOL_OF[kind],
        record_id: recordId,
      });
      await ports.jobs.enqueue(tx, 'deliver-webhook', { tenant_id: tenantId, webhook_id: webhookId });
    }
    await queueMail(ports, tx, {
      tenantId,
      to: settings.notifyEmail ?? (await selectTenantEmail(tx)),
      // Subjects are kept, so there is nothing of the visitor in them.
      subject: SUBJECT_OF[kind],
      text: mailText(input),
      dedupeKey: `record:${recordId}`,
    });
  });
  ports.jobs.wake('deliver-webhook');
  ports.jobs.wake('send-mail');
}

/** A visitor's words stay on their own lines, each begun by us, so that they cannot pass for ours. */
function mailText({ kind, name, email, phone, message, details }: RecordInput): string {
  const lines = [
    `${SUBJECT_OF[kind]}.`,
    '',
    `Name: ${name}`,
    `E-mail: ${email}`,
    ...(phone ? [`Telephone: ${phone}`] : []),
    ...Object.entries(details ?? {}).map(([key, value]) => `${key.replaceAll('_', ' ')}: ${String(value)}`),
    ...(message ? ['', 'Message:', ...message.split('\n').map((line) => `> ${line}`)] : []),
  ];
  return lines.join('\n');
}
