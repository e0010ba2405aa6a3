/** PROMISES 7: the widget on a page of another origin: it answers there, nowhere else, and nothing it is told runs. */
import { test as base, expect } from '@playwright/test';
import { askWidget, launcher, openPanel, openShop, openSite, panel, type Shop } from './shop.ts';
import { expectGoodState, productUrl } from './visitor.ts';

const HOURS = 'When is the shop open?';

let shop: Shop;
const test = base.extend<{ complaints: string[] }>({
  complaints: async ({ page }, use) => {
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await use(complaints);
  },
});
test.beforeAll(async () => {
  shop = await openShop();
});
test.afterAll(() => shop.site.close());
test.beforeEach(() => shop.site.show(shop.tag));

/** An event stream as the API sends it, from a server that says whatever it likes. */
function streamOf(...events: [string, unknown][]) {
  const body = events.map(([event, data]) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`).join('');
  const headers = { 'content-type': 'text/event-stream', 'access-control-allow-origin': '*' };
  return { status: 200, headers, body };
}
const done = { answer: 'Yes.', answered: true, sources: [], request_id: 'r-1' };

for (const [width, height] of [
  [1280, 800],
  [375, 720],
] as const) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`${width} px, ${colorScheme}`, () => {
      test.use({ viewport: { width, height }, colorScheme });

      test('a visitor asks, reads the passage, votes, and goes on over pages', async ({
        page,
        complaints,
      }) => {
        await page.goto(shop.site.origin);
        await expect(launcher(page)).toBeVisible();
        await expectGoodState(page, 'widget-closed');
        const dialog = await openPanel(page);
        await expect(dialog.getByLabel('Your question')).toBeFocused();
        await expect(dialog).toContainText('Hello! What would you like to know?');
        const turn = await askWidget(page, HOURS);
        await expect(turn).toContainText('Tuesday to Saturday');
        await expect(page.locator('#frontdesk-widget [role=status]')).toContainText('Tuesday to Saturday');
        await turn.getByRole('button', { name: 'Source 1: Opening hours' }).first().click();
        await expect(turn.locator('details[open] .passage')).toContainText('between nine and six');
        await expectGoodState(page, 'widget-answered');
        await turn.getByRole('button', { name: 'This answer helped' }).click();
        await expect(turn.getByText('Thank you for telling us.')).toBeVisible();
        const unknown = await askWidget(page, 'Who won the chess championship of 1921?');
        await expect(unknown.locator('.sources')).toHaveCount(0);
        await expectGoodState(page, 'widget-unknown');

        if (width < 480) await dialog.getByRole('button', { name: 'Close the chat' }).click();
        await page.getByRole('link', { name: 'Next page' }).click();
        await expect(page.getByText('Page /next')).toBeVisible();
        if (width < 480) await openPanel(page);
        const kept = panel(page).getByRole('article', { name: HOURS });
        await expect(kept).toContainText('Tuesday to Saturday');
        await expect(kept.getByRole('button', { name: 'This answer helped' })).toHaveAttribute(
          'aria-pressed',
          'true',
        );
        await panel(page).getByRole('button', { name: 'Start a new conversation' }).click();
        await expect(kept).toHaveCount(0);
        expect(complaints).toEqual([]);
      });
    });
  }
}

test('the visitor’s question, its words and its vote are the tenant’s, in one session', async ({ page }) => {
  const tokens = new Set<string>();
  page.on('request', (request) => {
    const token = request.headers().authorization;
    if (token) tokens.add(token);
    expect(request.headers().cookie).toBeUndefined();
  });
  await page.goto(shop.site.origin);
  await openPanel(page);
  await askWidget(page, HOURS);
  await askWidget(page, 'What does a basic service cost?');
  expect(tokens.size).toBe(1);
  const [token] = tokens;
  const history = await fetch(`${productUrl()}/api/widget/history`, {
    headers: { authorization: token!, origin: shop.site.origin },
  });
  expect((await history.json()).messages).toHaveLength(2);
});

test('a page that is not allowed gets no answer, and its developer the reason', async ({ page }) => {
  const stranger = await openSite();
  stranger.show(shop.tag);
  const said: string[] = [];
  page.on('console', (message) => void said.push(message.text()));
  await page.goto(stranger.origin);
  await openPanel(page);
  const turn = await askWidget(page, HOURS, 'refused');
  await expect(turn).toContainText('The assistant is not available on this page.');
  expect(said.join('\n')).toContain(`${stranger.origin} is not among the allowed origins`);
  await stranger.close();
});

test('what documents and answers say is shown as text: nothing runs, nothing is fetched', async ({
  page,
}) => {
  const payload =
    'The secret offer is <img src=x onerror="window.hit=1"><script>window.hit=1</script> <svg onload=window.hit=1> <a href="javascript:window.hit=1">bold offer</a> ![x](https://evil.example/x.png) on Fridays.';
  const hostile = await openShop({ 'offers.md': `# Secret offer\n\n\`\`\`\n${payload}\n\`\`\`\n` });
  const foreign: string[] = [];
  page.on('request', (request) => {
    const { origin } = new URL(request.url());
    if (![productUrl(), hostile.site.origin].includes(origin) && origin !== 'null')
      foreign.push(request.url());
  });
  await page.goto(hostile.site.origin);
  await openPanel(page);
  await expect(await askWidget(page, 'What is the secret offer on Fridays?')).toContainText('onerror=');

  const source = (n: number, url: string) => ({ n, title: `<b>${n}</b> ${payload}`, url, snippet: payload });
  const urls = [
    'javascript:window.hit=1',
    'data:text/html,<script>1</script>',
    ' jAvAscript:x',
    '//x',
    'https://ok.example/a?b',
  ];
  const answer = `${payload} ${urls.map((_, index) => `[${index + 1}]`).join(' ')} [99]`;
  const field = {
    name: '"><img src=x onerror=window.hit=1>',
    label: payload,
    type: 'select',
    required: false,
    options: [payload],
  };
  const actions = [{ tool: 'capture_lead', title: payload, reason: payload, fields: [field] }];
  const sources = urls.map((url, index) => source(index + 1, url));
  await page.route('**/api/ask', (route) =>
    route.fulfill(streamOf(['token', { text: payload }], ['done', { ...done, answer, sources, actions }])),
  );
  const turn = await askWidget(page, 'Anything else?');
  for (const summary of await turn.locator('summary').all()) await summary.click();
  await turn.locator('.action button').click();
  const links = await turn
    .locator('a')
    .evaluateAll((all) => all.map((link) => [link.getAttribute('href'), link.getAttribute('rel')]));
  expect(links).toEqual([['https://ok.example/a?b', 'noopener noreferrer nofollow']]);
  await expect(turn).toContainText('[99]');
  const shadow = await page.evaluate(() => {
    const root = document.querySelector('#frontdesk-widget')!.shadowRoot!;
    return [
      ...root.querySelectorAll('img, script, iframe, object, embed, link, style, [style], svg[onload]'),
    ].map((one) => one.outerHTML);
  });
  expect(shadow.filter((html) => !/^<(div class="fd"|textarea)/.test(html))).toEqual([]);
  expect(await page.evaluate(() => (window as { hit?: number }).hit)).toBeUndefined();
  expect(foreign).toEqual([]);
  await hostile.site.close();
});

test('a page with the strictest policy shows it: no style, no markup, no evaluation is needed', async ({
  page,
  complaints,
}) => {
  const own = productUrl();
  shop.site.show(shop.tag, {
    'content-security-policy': `default-src 'none'; script-src ${own}; connect-src ${own}; style-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'`,
    'cross-origin-embedder-policy': 'require-corp',
  });
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(globalThis, { seen });
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      if (!blockedURI.startsWith('data')) seen.push(`${violatedDirective} ${blockedURI}`);
    });
  });
  await page.goto(shop.site.origin);
  await openPanel(page);
  await expect(await askWidget(page, HOURS)).toContainText('Tuesday to Saturday');
  const box = await panel(page).boundingBox();
  expect(box!.width).toBeGreaterThan(340);
  expect(await page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen)).toEqual([]);
  expect(complaints.filter((text) => !text.includes('data:'))).toEqual([]);
});

test.describe('with the keyboard', () => {
  test('Escape closes and gives the focus back; beside the page, Tab leaves the panel', async ({ page }) => {
    await page.goto(shop.site.origin);
    await launcher(page).focus();
    await page.keyboard.press('Enter');
    await expect(panel(page).getByLabel('Your question')).toBeFocused();
    await page.keyboard.type('When is the shop');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('open?');
    await page.keyboard.press('Enter');
    await expect(panel(page).getByRole('article').last()).toHaveAttribute('data-state', 'done');
    await page.keyboard.press('Escape');
    await expect(panel(page)).toBeHidden();
    await expect(launcher(page)).toBeFocused();
    await page.keyboard.press('Enter');
    for (let press = 0; press < 3; press += 1) await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.id)).not.toBe('frontdesk-widget');
  });

  test('over the whole screen the focus stays in the panel', async ({ page }) => {
    await page.setViewportSize({ width: 375, height: 720 });
    await page.goto(shop.site.origin);
    await openPanel(page);
    await askWidget(page, HOURS);
    for (const key of ['Tab', 'Shift+Tab'])
      for (let press = 0; press < 12; press += 1) {
        await page.keyboard.press(key);
        const inside = await panel(page).evaluate((dialog) =>
          dialog.contains((dialog.getRootNode() as ShadowRoot).activeElement),
        );
        expect(inside).toBe(true);
      }
  });
});

test('it works where storage is blocked, and when its tag stands twice; the page keeps its globals', async ({
  page,
  complaints,
}) => {
  shop.site.show(`<script>window.before = Object.keys(window)</script>${shop.tag}${shop.tag}`);
  await page.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage'])
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException('blocked', 'SecurityError');
        },
      });
  });
  await page.goto(shop.site.origin);
  await openPanel(page);
  await expect(await askWidget(page, HOURS)).toContainText('Tuesday to Saturday');
  await expect(page.locator('#frontdesk-widget')).toHaveCount(1);
  const added = await page.evaluate(() => {
    const { before } = window as unknown as { before: string[] };
    return Object.getOwnPropertyNames(window).filter(
      (name) => /frontdesk/i.test(name) || (!before.includes(name) && Object.keys(window).includes(name)),
    );
  });
  expect(added.filter((name) => name !== 'before')).toEqual(['Frontdesk']);
  await page.evaluate(() => (window as unknown as { Frontdesk: { close(): void } }).Frontdesk.close());
  await expect(panel(page)).toBeHidden();
  await page.evaluate(() => (window as unknown as { Frontdesk: { open(): void } }).Frontdesk.open());
  await expect(panel(page)).toBeVisible();
  expect(complaints).toEqual([]);
});

test('a session that ended is renewed without a word, and the conversation stays one', async ({ page }) => {
  await page.goto(shop.site.origin);
  await openPanel(page);
  await askWidget(page, HOURS);
  const sessions: string[] = [];
  page.on('response', async (response) => {
    if (response.url().endsWith('/api/widget/session') && response.request().method() === 'POST')
      sessions.push((await response.json()).session_id);
  });
  const change = (change: object) =>
    page.evaluate((values) => {
      const name = Object.keys(sessionStorage).find((one) => one.endsWith(':session'))!;
      const kept = JSON.parse(sessionStorage.getItem(name)!);
      sessionStorage.setItem(name, JSON.stringify({ ...kept, ...values }));
    }, change);
  await change({ expires_at: new Date(0).toISOString() });
  await askWidget(page, 'What does a basic service cost?');
  await change({ session_token: `fdv_${'A'.repeat(43)}` });
  await expect(await askWidget(page, 'Is the shop open on Monday?')).toContainText('closed');
  expect(new Set(sessions).size).toBe(2);
});

test('what goes wrong is said in words, and can be tried again', async ({ page }) => {
  await page.goto(shop.site.origin);
  await openPanel(page);
  const problem = (status: number, code: string, headers = {}) => ({
    status,
    headers: {
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'Retry-After',
      ...headers,
    },
    contentType: 'application/problem+json',
    body: JSON.stringify({ code, detail: 'a detail' }),
  });
  const failing = (answer: Parameters<import('@playwright/test').Route['fulfill']>[0]) =>
    page.route('**/api/ask', (route) =>
      route.request().method() === 'POST' ? route.fulfill(answer) : route.fallback(),
    );
  const cases = [
    ['busy', problem(429, 'rate_limited', { 'retry-after': '7' }), 'try again in 7 seconds'],
    ['unavailable', problem(429, 'quota_exceeded'), 'not available at the moment'],
    ['unavailable', problem(402, 'trial_expired'), 'not available at the moment'],
    ['failed', problem(500, 'internal'), 'Something went wrong'],
    ['offline', streamOf(['token', { text: 'The shop' }]), 'No connection'],
    ['busy', streamOf(['error', { code: 'database_busy' }]), 'in a moment'],
  ] as const;
  for (const [state, answer, words] of cases) {
    await failing(answer);
    await expect(await askWidget(page, `${HOURS} ${state} ${words}`, state)).toContainText(words);
    await page.unroute('**/api/ask');
  }
  await page.route('**/api/**', (route) => route.abort('internetdisconnected'));
  const lost = await askWidget(page, `${HOURS} Please.`, 'offline');
  await expectGoodState(page, 'widget-failures');
  await page.unroute('**/api/**');
  await lost.getByRole('button', { name: 'Try again' }).click();
  await expect(lost).toContainText('Tuesday to Saturday');
});

test('an action is a button, then a form, and only then a request', async ({ page }) => {
  const actions = [
    {
      tool: 'capture_lead',
      title: 'Leave your details',
      reason: 'We can call you back about this.',
      fields: [
        { name: 'name', label: 'Name', type: 'text', required: true },
        { name: 'email', label: 'E-mail', type: 'email', required: true },
        {
          name: 'when',
          label: 'Best time',
          type: 'select',
          required: false,
          options: ['Morning', 'Evening'],
        },
        { name: 'note', label: 'Note', type: 'textarea', required: false, value: 'About a repair' },
      ],
    },
  ];
  const runs: { body: unknown; key: string | undefined }[] = [];
  await page.route('**/api/ask', (route) => route.fulfill(streamOf(['done', { ...done, actions }])));
  await page.route('**/api/tools/run', (route) => {
    const request = route.request();
    if (request.method() !== 'POST') {
      const headers = {
        'access-control-allow-origin': '*',
        'access-control-allow-headers': 'authorization, content-type, idempotency-key',
      };
      return route.fulfill({ status: 204, headers });
    }
    runs.push({ body: request.postDataJSON(), key: request.headers()['idempotency-key'] });
    const headers = { 'access-control-allow-origin': '*' };
    if (runs.length === 1) return route.fulfill({ status: 500, headers, json: { code: 'internal' } });
    return route.fulfill({
      headers,
      json: { tool: 'capture_lead', status: 'done', message: 'Thank you, Ann. We call you back.' },
    });
  });
  await page.goto(shop.site.origin);
  await openPanel(page);
  const turn = await askWidget(page, 'Can somebody call me?');
  await turn.getByRole('button', { name: 'Leave your details' }).click();
  await expect(turn.getByLabel('Name')).toBeFocused();
  await expectGoodState(page, 'widget-action');
  await turn.getByRole('button', { name: 'Leave your details' }).click();
  expect(runs).toEqual([]);
  await turn.getByLabel('Name').fill('Ann');
  await turn.getByLabel('E-mail').fill('ann@example.org');
  await turn.getByRole('button', { name: 'Leave your details' }).click();
  await expect(turn.getByRole('alert')).toContainText('Something went wrong');
  await turn.getByRole('button', { name: 'Leave your details' }).click();
  await expect(turn).toContainText('Thank you, Ann.');
  expect(runs[1]).toEqual(runs[0]);
  expect(runs[0]!.body).toEqual({
    tool: 'capture_lead',
    input: { name: 'Ann', email: 'ann@example.org', note: 'About a repair' },
    request_id: 'r-1',
  });
});

test('a brand is what the tenant set: colours stay readable, words are its own, in its language', async ({
  page,
}) => {
  const branded = await openShop();
  const set = async (branding: object) => {
    expect((await branded.tenant.call('PUT', '/api/trial/branding', branding)).status).toBe(200);
    // The settings are cached by the browser for a minute.
    await page.route('**/api/widget/config**', (route) =>
      route.continue({ headers: { ...route.request().headers(), 'cache-control': 'no-cache' } }),
    );
    await page.goto(branded.site.origin);
  };
  await set({
    display_name: 'Frag den Vogel',
    primary_color: '#ffe14d',
    secondary_color: '#7fd1b9',
    locale: 'de',
    position: 'bottom-left',
    welcome_message: 'Piep!',
  });
  await launcher(page).click();
  const dialog = page.getByRole('dialog', { name: 'Frag den Vogel' });
  await expect(dialog).toContainText('Piep!');
  expect((await launcher(page).boundingBox())!.x).toBeLessThan(100);
  await dialog.getByLabel('Ihre Frage').fill(HOURS);
  await dialog.getByLabel('Ihre Frage').press('Enter');
  await expect(dialog.getByRole('article')).toContainText('Tuesday to Saturday');
  await dialog.getByRole('button', { name: 'Quelle 1: Opening hours' }).first().click();
  await expectGoodState(page, 'widget-branded');
  await set({ display_name: 'دراجات', locale: 'ar', theme: 'dark', primary_color: '#30123b' });
  await expect(page.locator('#frontdesk-widget .fd')).toHaveAttribute('dir', 'rtl');
  await expectGoodState(page, 'widget-rtl');
  await branded.site.close();
});

test.describe('the preview', () => {
  test('shows settings as they change and answers, in a frame of our own pages only', async ({ page }) => {
    const product = productUrl();
    const closed = await openShop();
    await closed.tenant.call('PUT', '/api/trial/branding', { allowed_origins: [] });
    const config = await (await fetch(`${product}/api/widget/config?key=${closed.key}`)).json();
    await page.goto(`${product}/no-such-page`);
    await page.evaluate(
      ([config, token]) => {
        const frame = document.createElement('iframe');
        frame.src = '/widget-preview';
        frame.title = 'Preview';
        frame.width = '460';
        frame.height = '640';
        const tell = (message: unknown) => frame.contentWindow!.postMessage(message, location.origin);
        addEventListener('message', async ({ data }) => {
          if (data.type === 'frontdesk:preview-ready') tell({ type: 'frontdesk:config', config });
          if (data.type !== 'frontdesk:session-wanted') return;
          const headers = { authorization: `Bearer ${token}` };
          const opened = await fetch('/api/trial/widget/preview', { method: 'POST', headers });
          tell({ type: 'frontdesk:session', session: await opened.json() });
        });
        Object.assign(window, { tell });
        document.body.replaceChildren(frame);
      },
      [config, closed.tenant.token] as const,
    );
    const frame = page.frameLocator('iframe');
    await expect(frame.getByRole('dialog', { name: 'Bluebird Bikes' })).toBeVisible();
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY');
    await page.evaluate(
      (changed) =>
        (window as unknown as { tell(message: unknown): void }).tell({
          type: 'frontdesk:config',
          config: changed,
        }),
      { ...config, display_name: 'Renamed', welcome_message: 'Good day.', primary_color: '#8a1c4a' },
    );
    const dialog = frame.getByRole('dialog', { name: 'Renamed' });
    await expect(dialog).toContainText('Good day.');
    await dialog.getByLabel('Your question').fill(HOURS);
    await dialog.getByLabel('Your question').press('Enter');
    await expect(dialog.getByRole('article')).toContainText('Tuesday to Saturday');
    await page.screenshot({ path: 'test-results/screens/widget-preview.png' });
    await closed.site.close();

    const response = await fetch(`${product}/widget-preview`);
    expect(response.headers.get('x-frame-options')).toBe('SAMEORIGIN');
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'self'");
    shop.site.show(`<iframe src="${product}/widget-preview" title="x"></iframe>`);
    await page.goto(shop.site.origin);
    await expect(
      page.frameLocator('iframe').getByRole('heading', { name: 'Preview of the widget' }),
    ).toHaveCount(0);
  });
});

test('the script is small, checked by its integrity, and kept by browsers as long as is right', async ({
  page,
}) => {
  const published = await (await shop.tenant.call('POST', '/api/trial/widget')).json();
  const moving = await fetch(`${productUrl()}/widget.js`);
  const pinned = new URL(published.pinned_url).pathname;
  const lasting = await fetch(productUrl() + pinned);
  expect(moving.headers.get('cache-control')).toContain('max-age=300');
  expect(lasting.headers.get('cache-control')).toContain('immutable');
  const etag = moving.headers.get('etag')!;
  const again = await fetch(`${productUrl()}/widget.js`, { headers: { 'if-none-match': etag } });
  expect(again.status).toBe(304);
  expect(await moving.text()).toBe(await lasting.text());
  const pinnedTag = `<script src="${productUrl()}${pinned}" integrity="${published.integrity}" crossorigin="anonymous" data-widget-key="${shop.key}" async></script>`;
  shop.site.show(pinnedTag);
  await page.goto(shop.site.origin);
  await expect(launcher(page)).toBeVisible();
  shop.site.show(pinnedTag.replace('sha384-', 'sha384-A'));
  await page.goto(shop.site.origin);
  await expect(page.getByText('Page /')).toBeVisible();
  await expect(page.locator('#frontdesk-widget')).toHaveCount(0);
});
