/** The main job on real documents: six formats in, cited answers out, an honest refusal for the rest. */
import { expect } from '@playwright/test';
import { businessDocuments } from '../fixtures/business-documents.ts';
import {
  ask,
  chooseFiles,
  expectGoodState,
  expectReady,
  openWorkspace,
  sourceRow,
  startTrial,
  test,
} from './visitor.ts';

/** Asked in the words of the document where the fixture's own question asks in other words. */
const QUESTIONS: Record<string, { question: string; answer: string }> = {
  'delivery.html': { question: 'What does delivery cost?', answer: '600 euros' },
  'team.txt': { question: 'Who founded Bluebird Bikes?', answer: 'Marta Lindqvist' },
};

test.use({ viewport: { width: 1280, height: 800 }, colorScheme: 'light' });

test('six formats become ready live, answer with citations, and are removed', async ({ startPage: page }) => {
  test.setTimeout(240_000);
  const documents = (await businessDocuments()).map((document) => ({
    ...document,
    fact: QUESTIONS[document.name] ?? document.fact,
  }));
  expect(new Set(documents.map(({ name }) => name.split('.').at(-1))).size).toBe(6);

  const events = page.waitForRequest((request) => request.url().endsWith('/api/trial/events'));
  const token = await startTrial(page);
  await openWorkspace(page);
  expect(await (await events).headerValue('authorization')).toBe(`Bearer ${token}`);

  // Remembers every state a source was seen in.
  await page.evaluate(() => {
    const seen: Record<string, string[]> = {};
    Object.assign(window, { seen });
    new MutationObserver(() => {
      for (const row of document.querySelectorAll<HTMLElement>('li[data-status]')) {
        const { name = '', status = '' } = row.dataset;
        seen[name] ??= [];
        if (seen[name].at(-1) !== status) seen[name].push(status);
      }
    }).observe(document.body, { subtree: true, childList: true, attributes: true });
  });
  await chooseFiles(
    page,
    documents.map(({ name, type, bytes }) => ({ name, mimeType: type, buffer: Buffer.from(bytes) })),
  );
  for (const { name } of documents) await expectReady(page, name);
  const seen = await page.evaluate(() => (window as unknown as { seen: Record<string, string[]> }).seen);
  for (const { name } of documents) {
    expect(seen[name]?.at(-1), name).toBe('ready');
    expect(seen[name]?.length, `${name} went ${seen[name]}`).toBeGreaterThan(1);
    expect(['queued', 'ingesting'], name).toContain(seen[name]?.[0]);
  }
  await expectGoodState(page, 'six-ready');

  for (const { name, fact } of documents) {
    const turn = await ask(page, fact.question);
    await expect(turn, name).toContainText(fact.answer);
    await expect(turn.getByRole('button', { name: /^Source 1: / }).first()).toBeVisible();
    await expect(turn).toContainText(/(High|Medium|Low) confidence/);
  }
  await expect(page.getByText('6 of 100 questions used')).toBeVisible();
  await expectGoodState(page, 'six-answers');

  // The citation opens the passage in its context, the quoted sentence marked.
  const [first] = documents;
  const turn = page.getByRole('article', { name: `Question: ${first?.fact.question}` });
  const citation = turn.getByRole('button', { name: /^Source 1: / }).first();
  await citation.click();
  const sheet = page.getByRole('dialog');
  await expect(sheet.locator('[data-cited]')).toBeInViewport();
  // Every quoted sentence is marked, in the passage's own order; one of them is the answer.
  const marks = sheet.locator('[data-cited] mark');
  await expect(marks.filter({ hasText: first!.fact.answer })).toHaveCount(1);
  await expectGoodState(page, 'passage');
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await expect(citation).toBeFocused();

  const refusal = await ask(page, 'What is the boiling point of liquid nitrogen?');
  await expect(refusal.getByText('Not in your documents')).toBeVisible();
  await expect(refusal.getByText(/confidence/)).toHaveCount(0);
  await expectGoodState(page, 'refusal');

  const feedback = page.waitForResponse((response) => response.url().endsWith('/api/feedback'));
  await turn.getByRole('button', { name: 'This answer helped' }).click();
  expect((await feedback).status()).toBe(204);
  await expect(turn.getByRole('button', { name: 'This answer helped' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );

  await page.getByRole('button', { name: `Remove ${first?.name}` }).click();
  await expect(page.getByRole('button', { name: 'Keep it' })).toBeFocused();
  await expectGoodState(page, 'remove');
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(sourceRow(page, first?.name ?? '')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Knowledge base' })).toBeFocused();
  const after = await ask(page, first?.fact.question ?? '');
  await expect(after).not.toContainText(first?.fact.answer ?? '');

  await page.reload();
  await expect(page.locator('li[data-status=ready]')).toHaveCount(documents.length - 1);
});

test('a document’s markup is shown as text and nothing in it runs', async ({ startPage: page }) => {
  await startTrial(page);
  await openWorkspace(page);
  const hostile = '<img src=x onerror="document.title=1"> <script>document.title=2</script>';
  await page.getByRole('button', { name: 'Paste text' }).click();
  await page.getByLabel('Title').fill('Notes <b>bold</b>');
  await page
    .getByLabel('Text', { exact: true })
    .fill(`The zebra of the house is called Quagga ${hostile} and eats hay.`);
  await expectGoodState(page, 'paste');
  await page.getByRole('button', { name: 'Add text' }).click();
  await expectReady(page, 'Notes <b>bold</b>');
  const turn = await ask(page, 'What is the zebra of the house called?');
  await expect(turn).toContainText('Quagga');
  await turn
    .getByRole('button', { name: /^Source 1: / })
    .first()
    .click();
  await expect(page.getByRole('dialog')).toContainText('<b>bold</b>');
  await expect(page.locator('main img, [role=dialog] img, [role=dialog] b')).toHaveCount(0);
  expect(await page.title()).toBe('Frontdesk');
});
