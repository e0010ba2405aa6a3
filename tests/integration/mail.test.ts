/** E-mail leaves over SMTP: once a key, tried again when the server says later, given up when it says never. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OutgoingMail, queueMail } from '#lib/mail/queue-mail.ts';
import { recoverMails } from '#lib/mail/recover-mails.ts';
import { type MailServer, startMailServer } from '../fixtures/mail-server.ts';
import { openProduct, type Product } from '../fixtures/product.ts';
import { startTenant, type TenantClient } from '../fixtures/tenant-client.ts';

const SOON = { timeout: 30_000, interval: 50 };

let server: MailServer;
let product: Product;
let tenant: TenantClient;

beforeAll(async () => {
  server = await startMailServer();
  product = await openProduct({ env: server.env });
  tenant = await startTenant(product.url);
});
afterAll(async () => {
  await product.close();
  await server.close();
});

async function queue(mail: Partial<OutgoingMail> & { dedupeKey: string }): Promise<boolean> {
  const whole = {
    tenantId: tenant.tenantId,
    to: 'owner@shop.example',
    subject: 'Hello',
    text: 'Hi.',
    ...mail,
  };
  const queued = await product.ports.database.asTenant(tenant.tenantId, (tx) =>
    queueMail(product.ports, tx, whole),
  );
  product.ports.jobs.wake('send-mail');
  return queued;
}

const row = (dedupeKey: string) =>
  product.ports.database.asTenant(tenant.tenantId, (tx) =>
    tx.selectFrom('mails').selectAll().where('dedupe_key', '=', dedupeKey).executeTakeFirstOrThrow(),
  );
const receivedAs = (subject: string) => server.received.filter(({ headers }) => headers.subject === subject);

describe('a mail', () => {
  it('arrives as it was written, once a key, and its text is not kept', async () => {
    const mail = {
      dedupeKey: 'a',
      subject: 'Line one\r\nBcc: thief@evil.example',
      text: 'Grüezi, https://a.example/#x=1',
    };
    expect(await queue(mail)).toBe(true);
    expect(await queue({ ...mail, text: 'Again.' })).toBe(false);
    await expect.poll(async () => (await row('a')).status, SOON).toBe('sent');
    const [received, ...others] = receivedAs('Line one Bcc: thief@evil.example');
    expect(others).toEqual([]);
    expect(received).toMatchObject({
      to: ['owner@shop.example'],
      headers: { from: 'Frontdesk <desk@frontdesk.example>' },
    });
    expect(received!.text.trim()).toBe(mail.text);
    expect(await row('a')).toMatchObject({ body: null, attempts: 1, lease_token: null, error: null });
  });

  it('is not sent by a transaction that rolls back', async () => {
    const rolledBack = product.ports.database.asTenant(tenant.tenantId, async (tx) => {
      const to = 'owner@shop.example';
      await queueMail(product.ports, tx, {
        tenantId: tenant.tenantId,
        to,
        subject: 'Never',
        text: '',
        dedupeKey: 'b',
      });
      throw new Error('no');
    });
    await expect(rolledBack).rejects.toThrow();
    expect(await queue({ dedupeKey: 'b', subject: 'After' })).toBe(true);
    await expect.poll(() => receivedAs('After').length, SOON).toBe(1);
    expect(receivedAs('Never')).toEqual([]);
  });

  it('is sent again when the server says later, and given up when it says never', async () => {
    server.refuseNext(451);
    await queue({ dedupeKey: 'c', subject: 'Later' });
    await expect.poll(async () => (await row('c')).status, SOON).toBe('sent');
    expect(receivedAs('Later')).toHaveLength(1);
    expect((await row('c')).attempts).toBe(2);
    server.refuseNext(550);
    await queue({ dedupeKey: 'd', subject: 'Refused' });
    await expect.poll(async () => (await row('d')).status, SOON).toBe('failed');
    expect(await row('d')).toMatchObject({ attempts: 1, error: 'EMESSAGE 550', body: null });
    expect(receivedAs('Refused')).toEqual([]);
  });

  it('goes on with the same Message-ID after its sender died, and nothing is sent twice by looking', async () => {
    await queue({ dedupeKey: 'e', subject: 'Stranded' });
    await expect.poll(async () => (await row('e')).status, SOON).toBe('sent');
    const { mail_id } = await row('e');
    // As a process leaves it that was killed between handing it over and marking it.
    await product.ports.database.asTenant(tenant.tenantId, (tx) =>
      tx
        .updateTable('mails')
        .set({ status: 'sending', body: 'Hi.', lease_until: new Date(Date.now() - 1_000) })
        .where('mail_id', '=', mail_id)
        .execute(),
    );
    await Promise.all([1, 2, 3].map(() => recoverMails(product.ports, { waitingMs: 0 })));
    await expect.poll(async () => (await row('e')).status, SOON).toBe('sent');
    const ids = receivedAs('Stranded').map(({ headers }) => headers['message-id']);
    expect(ids).toEqual([`<${mail_id}@frontdesk>`, `<${mail_id}@frontdesk>`]);
    expect(await recoverMails(product.ports, { waitingMs: 0 })).toBe(0);
  });
});
