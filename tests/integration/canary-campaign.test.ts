/** PROMISES 1 and 13: random operations of all verbs over many tenants that hold secret words; none of them gets out. */
import { expect, it } from 'vitest';
import { openCampaignProduct } from '../fixtures/campaign/campaign-product.ts';
import { runCampaign } from '../fixtures/campaign/run-campaign.ts';
import { MODE } from '../fixtures/test-database.ts';

const OPERATIONS = Number(process.env.CAMPAIGN_OPERATIONS ?? (MODE === 'embedded' ? 20_000 : 100_000));
const TENANTS = Number(process.env.CAMPAIGN_TENANTS ?? 50);
const SEED = Number(process.env.CAMPAIGN_SEED ?? Math.floor(Math.random() * 2 ** 31));
const FEW_TENANTS = 4;
const FEW_OPERATIONS = Math.ceil(OPERATIONS / 10);
/** A slow machine does 100 operations a second. */
const TIMEOUT_MS = 120_000 + OPERATIONS * 10;

async function campaign(operations: number, tenants: number): Promise<void> {
  const product = await openCampaignProduct();
  try {
    const { violations, ...figures } = await runCampaign(product, { operations, tenants, seed: SEED });
    process.stdout.write(`campaign: ${JSON.stringify({ mode: MODE, tenants, seed: SEED, ...figures })}\n`);
    expect(violations, `CAMPAIGN_SEED=${SEED}`).toEqual([]);
    // Enough of each went well for the silence to mean something.
    expect(figures.operations).toBeGreaterThanOrEqual(operations);
    const least = { listSources: 0.05, getSource: 0.02, listChunks: 0.01, addText: 0.005 } as const;
    for (const verb of Object.keys(least) as (keyof typeof least)[]) {
      expect(figures.succeeded[verb] ?? 0, verb).toBeGreaterThan(operations * least[verb]);
    }
    // A small quota may be used up by then.
    expect(figures.succeeded.ask ?? 0).toBeGreaterThan(operations * 0.03);
  } finally {
    await product.close();
  }
}

it(
  `${OPERATIONS} operations of ${TENANTS} tenants, seed ${SEED}: 0 words of one reach another`,
  () => campaign(OPERATIONS, TENANTS),
  TIMEOUT_MS,
);

it(
  `${FEW_OPERATIONS} operations of ${FEW_TENANTS}, each in its own way, seed ${SEED}: 0, and the books are right`,
  () => campaign(FEW_OPERATIONS, FEW_TENANTS),
  TIMEOUT_MS,
);
