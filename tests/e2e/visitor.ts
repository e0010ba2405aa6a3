/** What a person does on the page, and the checks that hold in every state of it. */
import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type Locator, type Page } from '@playwright/test';

export interface Upload {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

export function textFile(name: string, text: string): Upload {
  return { name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) };
}

export function productUrl(): string {
  const url = process.env.FRONTDESK_E2E_URL;
  if (url === undefined) throw new Error('FRONTDESK_E2E_URL is set by the global setup.');
  return url;
}

/** A page on which anything unexpected in the console, a script error or a foreign request fails the test. */
export const test = base.extend<{ complaints: string[]; startPage: Page }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern
  complaints: async ({}, use) => {
    const complaints: string[] = [];
    await use(complaints);
    expect(complaints).toEqual([]);
  },
  startPage: async ({ page, complaints }, use) => {
    const { origin } = new URL(productUrl());
    page.on('console', (message) => {
      // A refused request is logged by the browser itself; the page's own behaviour is what tests look at.
      const refused = /^Failed to load resource/.test(message.text());
      if (['error', 'warning'].includes(message.type()) && !refused) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => {
      if (!request.url().startsWith(origin) && !/^(data|blob):/.test(request.url()))
        complaints.push(request.url());
    });
    await page.goto(origin);
    await use(page);
  },
});

export async function startTrial(page: Page, name = 'Bluebird Bikes'): Promise<string> {
  await page.getByLabel('Work e-mail').fill('owner@bluebird-bikes.example');
  await page.getByLabel('Business name').fill(name);
  await page.getByLabel('What does it do?').selectOption('ecommerce');
  await page.getByRole('button', { name: 'Start the trial' }).click();
  await expect(page.getByRole('heading', { name: 'Your trial is ready.' })).toBeFocused();
  return ((await page.getByTestId('trial-token').textContent()) ?? '').trim();
}

export async function openWorkspace(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Add documents' }).click();
  await expect(page.getByRole('heading', { name: 'Knowledge base' })).toBeVisible();
}

export async function chooseFiles(page: Page, files: Upload[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose files' }).click();
  await (await chooser).setFiles(files);
}

export function sourceRow(page: Page, name: string): Locator {
  return page.locator(`li[data-status][data-name="${name}"]`);
}

export async function expectReady(page: Page, name: string): Promise<void> {
  await expect(sourceRow(page, name)).toHaveAttribute('data-status', 'ready', { timeout: 60_000 });
  await expect(sourceRow(page, name)).toContainText(/[1-9]\d* passages?/);
}

export const SAMPLE = 'sample-guest-guide.md';

export async function addSample(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Try it with a sample document' }).click();
  await expectReady(page, SAMPLE);
}

/** Asks and waits for the end of the answer. */
export async function ask(page: Page, question: string): Promise<Locator> {
  await page.getByLabel('Your question').fill(question);
  await page.getByLabel('Your question').press('Enter');
  const turn = page.getByRole('article', { name: `Question: ${question}` }).last();
  await expect(turn).toHaveAttribute('data-turn', 'done', { timeout: 30_000 });
  return turn;
}

/** 0 serious or critical axe violations, nothing cut off or scrolling sideways; leaves a picture behind. */
export async function expectGoodState(page: Page, name: string): Promise<void> {
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter((animation) => animation.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY)
        .map((animation) => animation.finished),
    ),
  );
  const { width = 0 } = page.viewportSize() ?? {};
  const scheme = await page.evaluate(() =>
    matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
  );
  await page.screenshot({ path: `test-results/screens/${width}-${scheme}-${name}.png` });

  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(
    grave.map(
      ({ id, nodes }) => `${name}: ${id} at ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
    ),
  ).toEqual([]);

  const sideways = await page.evaluate(() => {
    const wide = (element: Element) => element.scrollWidth > element.clientWidth + 1;
    const scrollers = [...document.querySelectorAll('*')].filter(
      (element) => /auto|scroll/.test(getComputedStyle(element).overflowX) && !element.querySelector('pre'),
    );
    return [document.documentElement, ...scrollers]
      .filter(wide)
      .map((element) => element.outerHTML.slice(0, 120));
  });
  expect(sideways, `${name}: scrolls sideways`).toEqual([]);
}

/** Presses Tab until the element has focus: everything must be reachable this way. */
export async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let press = 0; press < 60; press += 1) {
    await page.keyboard.press(key);
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Not reached with the keyboard: ${target}`);
}
