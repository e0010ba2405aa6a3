/** A business's own site, on an origin that is not the product's, with the widget's tag in its pages. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type Locator, type Page } from '@playwright/test';
import { startTenant, type TenantClient } from '../fixtures/tenant-client.ts';
import { allowWidget } from '../fixtures/visitor-client.ts';
import { productUrl } from './visitor.ts';

export interface Site {
  origin: string;
  /** Shows these tags on every page from now on. */
  show(tags: string, headers?: Record<string, string>): void;
  close(): Promise<void>;
}

/** Styles that would break a widget which is not walled off. */
const HOSTILE_STYLES =
  'div { position: relative !important; transform: none } button { font-size: 40px; color: red; width: 100% } * { line-height: 3 }';

export async function openSite(): Promise<Site> {
  let tags = '';
  let extra: Record<string, string> = {};
  const server = createServer((request, response) => {
    if (request.url === '/shop.css') {
      response.writeHead(200, { 'content-type': 'text/css' }).end(HOSTILE_STYLES);
      return;
    }
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...extra });
    response.end(`<!doctype html><html lang="en"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Bluebird Bikes</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/shop.css">
<main><h1>Bluebird Bikes</h1><p>Page ${request.url}</p><p><a href="/next">Next page</a></p></main>${tags}</html>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    show(next, headers = {}) {
      tags = next;
      extra = headers;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export interface Shop {
  tenant: TenantClient;
  key: string;
  site: Site;
  tag: string;
}

const DOCUMENTS = {
  'opening-hours.md':
    '# Opening hours\n\nThe shop is open from Tuesday to Saturday between nine and six.\n\nOn Sunday and Monday the shop is closed.\n',
  'repairs.md':
    '# Repairs\n\nA basic service costs 45 euros and takes two days. Bring your bicycle before noon and it is looked at the same day.\n',
};

export async function openShop(documents: Record<string, string> = DOCUMENTS): Promise<Shop> {
  const site = await openSite();
  const tenant = await startTenant(productUrl(), 'Bluebird Bikes');
  const files = Object.entries(documents).map(([name, text]) => ({ name, bytes: Buffer.from(text) }));
  const sources = await tenant.give(...files);
  await tenant.settled(sources.map(({ source_id }) => source_id));
  const key = await allowWidget(tenant, site.origin);
  const tag = `<script src="${productUrl()}/widget.js" data-widget-key="${key}" async></script>`;
  site.show(tag);
  return { tenant, key, site, tag };
}

export const launcher = (page: Page): Locator => page.locator('#frontdesk-widget .launcher');
export const panel = (page: Page): Locator => page.getByRole('dialog', { name: 'Bluebird Bikes' });

export async function openPanel(page: Page): Promise<Locator> {
  await launcher(page).click();
  await expect(panel(page)).toBeVisible();
  return panel(page);
}

/** Asks in the panel, and waits for how it ends. */
export async function askWidget(page: Page, question: string, state = 'done'): Promise<Locator> {
  const input = panel(page).getByLabel('Your question');
  await input.fill(question);
  await input.press('Enter');
  const turn = panel(page).getByRole('article', { name: question }).last();
  await expect(turn).toHaveAttribute('data-state', state, { timeout: 30_000 });
  return turn;
}
