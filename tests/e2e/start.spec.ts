/** The guided set-up: from the first visit to the tag in the page, left and come back to on the way. */
import { readFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import type { WidgetConfig } from '#lib/contracts/widget.ts';
import { businessDocuments } from '../fixtures/business-documents.ts';
import { chooseFiles, expectGoodState, expectReady, productUrl, tabTo, test, textFile } from './visitor.ts';

/** What a bicycle shop's visitors also ask, beside the six documents. */
const MORE = `# Ordering and paying

You can order online or in the shop. We accept credit cards, bank transfer and cash. Prices include tax.

## Availability

Bikes in stock can be taken along at once. A bike that is not in stock is ordered and arrives within three weeks.

## Returns and exchanges

An unused bike can be returned or exchanged within 45 days of purchase for a full refund.

## Order status

You can track an order with the order number that we send by e-mail; write to hello@bluebird-bikes.example for help.
`;

async function signUp(page: Page, email = 'owner@bluebird-bikes.example'): Promise<void> {
  await page.goto(`${productUrl()}/start`);
  await page.getByLabel('Work e-mail').fill(email);
  await page.getByLabel('Business name').fill('Bluebird Bikes');
  await page.getByLabel('What does it do?').selectOption('ecommerce');
  await page.getByLabel('Website').fill('bluebird-bikes.example/shop');
  await page.getByRole('button', { name: 'Start the trial' }).click();
  await expect(page.getByRole('heading', { name: 'Give it your documents' })).toBeVisible();
}

const step = (page: Page, name: string) => page.locator(`[data-step=${name}]`);
const stepButton = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Set-up' }).getByRole('button', { name: new RegExp(`^${name}`) });

/** The secret in the newest mail to the address, from the server's log. */
async function mailedSecret(to: string, subject: RegExp): Promise<string> {
  let secret = '';
  const read = async () => {
    const lines = (await readFile(process.env.FRONTDESK_E2E_LOG ?? '', 'utf8')).split('\n');
    const mails = lines.filter((line) => line.includes(to) && subject.test(line));
    secret = /\/start(#resume=[\w-]+)/.exec(mails.at(-1) ?? '')?.[1] ?? '';
    return secret;
  };
  await expect.poll(read, { timeout: 30_000 }).toMatch(/^#resume=/);
  return secret;
}

for (const look of [
  { width: 1280, height: 800, colorScheme: 'light' },
  { width: 375, height: 740, colorScheme: 'dark' },
] as const) {
  const { width, height, colorScheme } = look;
  const phone = width < 500;
  test.describe(`${width} px, ${colorScheme}`, () => {
    test.use({ viewport: { width, height }, colorScheme, hasTouch: phone, isMobile: phone });

    test('from the sign-up to a tag that works', async ({ startPage: page }) => {
      test.setTimeout(180_000);
      await page.getByRole('link', { name: 'Set it up step by step' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toContainText('From your documents');
      await expectGoodState(page, 'start-sign-up');
      await signUp(page);
      await expect(step(page, 'kb_ingest')).toContainText('Waiting for documents');
      await expectGoodState(page, 'start-documents-empty');

      const documents = await businessDocuments();
      await chooseFiles(page, [
        ...documents.map(({ name, type, bytes }) => ({ name, mimeType: type, buffer: Buffer.from(bytes) })),
        textFile('Ordering.md', MORE),
      ]);
      for (const { name } of documents) await expectReady(page, name);
      await expect(step(page, 'kb_assess')).toHaveAttribute('data-state', 'done', { timeout: 60_000 });
      await expect(step(page, 'go_live')).toHaveAttribute('data-state', 'done', { timeout: 60_000 });
      await expectGoodState(page, 'start-documents');

      await page.getByRole('button', { name: 'Continue: Assessment' }).click();
      await expect(page.getByRole('heading', { name: 'How good the documents are' })).toBeFocused();
      await expect(page.locator('[data-verdict]')).toHaveAttribute('data-verdict', /^(approve|warn)$/);
      await expect(page.getByRole('meter')).toHaveCount(4);
      await expect(page.getByRole('list', { name: 'It can answer', exact: true })).toContainText('from ');
      await expectGoodState(page, 'start-assessment');

      // Come back to the same step; then straight on.
      await page.reload();
      await expect(page.locator('[data-verdict]')).toBeVisible();
      await page.getByRole('button', { name: 'Continue: Tools' }).click();
      const search = page.locator('[data-tool=search_knowledge_base]');
      await expect(search.getByRole('checkbox')).toBeChecked();
      await expect(search.getByRole('checkbox')).toBeDisabled();
      await expect(page.getByRole('list', { name: 'Tools', exact: true })).toContainText('Why: ');
      const lead = page.locator('[data-tool=capture_lead]');
      const had = await lead.getByRole('checkbox').isChecked();
      await lead.getByRole('checkbox').setChecked(!had);
      await expect(lead).toHaveAttribute('data-assigned', String(!had));
      await expectGoodState(page, 'start-tools');
      await page.goBack();
      await expect(page.getByRole('heading', { name: 'How good the documents are' })).toBeVisible();

      await stepButton(page, 'Look and words').click();
      const preview = page.frameLocator('iframe');
      await expect(preview.getByRole('dialog', { name: 'Bluebird Bikes' })).toBeVisible();
      await page.getByLabel('Name', { exact: true }).fill('Bella of Bluebird');
      await page.getByLabel('Welcome').fill('Good day! Ask me about bikes.');
      await page.getByLabel('Main colour').fill('#8a1c4a');
      const dialog = preview.getByRole('dialog', { name: 'Bella of Bluebird' });
      await expect(dialog).toContainText('Good day! Ask me about bikes.');
      await dialog.getByLabel('Your question').fill('Who founded Bluebird Bikes?');
      await dialog.getByLabel('Your question').press('Enter');
      await expect(dialog.getByRole('article')).toContainText('Marta Lindqvist');
      await expectGoodState(page, 'start-look');
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await expect(page.getByText('All saved.')).toBeVisible();

      await page.getByRole('button', { name: 'Continue: Publish' }).click();
      await expect(page.getByText('Your assistant is live.')).toBeVisible();
      const sites = page.getByLabel('Sites that may show it');
      await expect(sites).toHaveValue('https://bluebird-bikes.example');
      await expect(page.getByTestId('sites-allowed')).toHaveText('No site may show it yet.');
      await sites.fill('https://bluebird-bikes.example/shop\nhttp://bluebird-bikes.example');
      await page.getByRole('button', { name: 'Save the sites' }).click();
      await expect(page.getByText(/^Line 2: Must be one https origin/)).toBeVisible();
      await sites.fill('bluebird-bikes.example/shop');
      await page.getByRole('button', { name: 'Save the sites' }).click();
      await expect(page.getByTestId('sites-allowed')).toHaveText('1 site may show it.');
      await expect(sites).toHaveValue('https://bluebird-bikes.example');
      await expectGoodState(page, 'start-publish');

      const tag = (await page.getByRole('region', { name: 'Script tag' }).textContent()) ?? '';
      const key =
        /^<script src="https?:\/\/\S+\/widget\.js" data-widget-key="([\w-]+)" async><\/script>$/.exec(
          tag.trim(),
        )?.[1];
      const answer = await fetch(`${productUrl()}/api/widget/config?key=${key}`);
      expect(answer.status).toBe(200);
      expect((await answer.json()) as WidgetConfig).toMatchObject({
        display_name: 'Bella of Bluebird',
        primary_color: '#8a1c4a',
        available: true,
      });
      const opened = await fetch(`${productUrl()}/api/widget/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: 'https://bluebird-bikes.example' },
        body: JSON.stringify({ widget_key: key }),
      });
      expect(opened.status).toBe(201);
    });
  });
}

test.describe('at 200 %', () => {
  // 1280 × 800.
  test.use({ viewport: { width: 640, height: 400 } });

  test('poor documents get advice, and better ones let it go on; a mailed link opens it elsewhere', async ({
    startPage: page,
    browser,
  }) => {
    test.setTimeout(180_000);
    const email = `poor-${Date.now()}@bluebird-bikes.example`;
    await signUp(page, email);
    await page.getByRole('button', { name: 'Paste text' }).click();
    await page.getByLabel('Title').fill('Note');
    await page.getByLabel('Text', { exact: true }).fill('We sell bikes.');
    await page.getByRole('button', { name: 'Add text' }).click();
    await expectReady(page, 'Note');
    const pause = page.locator('[data-pause]');
    await expect(pause).toHaveAttribute('data-pause', 'user_input', { timeout: 60_000 });
    await expect(pause).toContainText('waits for better documents');
    await expectGoodState(page, 'start-paused');

    await page.getByRole('button', { name: 'Continue: Assessment' }).click();
    await expect(page.locator('[data-verdict]')).toHaveAttribute('data-verdict', 'reject');
    await expect(page.getByRole('list', { name: 'Missing topics' }).getByRole('listitem')).not.toHaveCount(0);
    await expect(page.getByRole('list', { name: 'Issues' })).toContainText('only a few words');
    await expectGoodState(page, 'start-rejected');

    // Elsewhere, without the token: ask for a link, and follow it.
    const other = await browser.newContext();
    const elsewhere = await other.newPage();
    await elsewhere.goto(`${productUrl()}/start`);
    await elsewhere.getByLabel('E-mail of the trial').fill(email);
    await elsewhere.getByRole('button', { name: 'Mail me a link' }).click();
    await expect(elsewhere.getByText(/a link is on its way/)).toBeVisible();
    await expectGoodState(elsewhere, 'start-link-asked');
    const secret = await mailedSecret(email, /Your link to the assistant/);
    await elsewhere.goto(`${productUrl()}/start${secret}`);
    await expect(elsewhere.locator('[data-verdict=reject]')).toBeVisible();
    expect(elsewhere.url()).not.toContain('resume');
    await elsewhere.goto(`${productUrl()}/start${secret}`);
    await expect(elsewhere.getByText(/has been used or has run out/)).toBeVisible();
    await other.close();

    await page.getByRole('button', { name: 'Add documents' }).first().click();
    const documents = await businessDocuments();
    await chooseFiles(page, [
      ...documents.map(({ name, type, bytes }) => ({ name, mimeType: type, buffer: Buffer.from(bytes) })),
      textFile('Ordering.md', MORE),
    ]);
    for (const { name } of documents) await expectReady(page, name);
    await expect(step(page, 'go_live')).toHaveAttribute('data-state', 'done', { timeout: 90_000 });
    await expect(pause).toHaveCount(0);
    await expectGoodState(page, 'start-went-on');
  });
});

test.describe('keyboard', () => {
  test.use({ viewport: { width: 1280, height: 800 } });

  test('every step is reached without a mouse, and said aloud', async ({ startPage: page }) => {
    await signUp(page);
    const sample = page.getByRole('button', { name: 'Try it with a sample document' });
    await tabTo(page, sample);
    await page.keyboard.press('Enter');
    await expect(page.locator('output[aria-live=polite]')).toContainText(
      /Documents (read|assessed)|set-up has paused/,
      { timeout: 60_000 },
    );
    for (const [name, heading] of [
      ['Assessment', 'How good the documents are'],
      ['Tools', 'What else it may do'],
      ['Look and words', 'Make it yours'],
      ['Publish', 'Put it on your site'],
    ] as const) {
      const on = page.getByRole('button', { name: `Continue: ${name}` });
      await tabTo(page, on);
      await page.keyboard.press('Enter');
      await expect(page.getByRole('heading', { name: heading, level: 1 })).toBeFocused();
    }
    await tabTo(page, page.getByLabel('Sites that may show it'));
    await tabTo(page, page.getByRole('button', { name: 'Copy: Script tag' }));
  });
});
