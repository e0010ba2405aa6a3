/** PROMISES 1 and 13: random operations of all verbs over many tenants that hold secret words; none of them gets out. */
import { expect, it } from 'vitest';
import { openCampaignProduct } from '../fixtures/campaign/campaign-product.ts';
import { runCampaign } from '../fixtures/campaign/run-campaign.ts';
import { MODE } from '../fixtures/test-database.ts';

const OPERATIONS = Number(process.env.CAMPAIGN_OPERATIONS ?? (MODE === 'embedded' ? 20_000 : 100_000));
const TENANTS = Number(process.env.CAMPAIGN_TENANTS ?? 50);
const SEED = Number(process.env.CAMPAIGN_SEED ?? Math.floor(Math.random() * 2 ** 31));
/** A slow machine does 100 operations a second. */
const TIMEOUT_MS = 120_000 + OPERATIONS * 10;

it(
  `${OPERATIONS} operations of ${TENANTS} tenants, seed ${SEED}: 0 words of one reach another`,
  async () => {
    const product = await openCampaignProduct();
    try {
      const { violations, ...figures } = await runCampaign(product, {
        operations: OPERATIONS,
        tenants: TENANTS,
        seed: SEED,
      });
      process.stdout.write(`campaign: ${JSON.stringify({ mode: MODE, seed: SEED, ...figures })}\n`);
      expect(violations, `CAMPAIGN_SEED=${SEED}`).toEqual([]);
      // Enough of each went well for the silence to mean something.
      expect(figures.operations).toBeGreaterThanOrEqual(OPERATIONS);
      for (const [verb, least] of Object.entries({
        ask: 0.05,
        getSource: 0.02,
        listChunks: 0.01,
        addText: 0.005,
      })) {
        const count = figures.succeeded[verb as 'ask'] ?? 0;
        expect(count, verb).toBeGreaterThan(OPERATIONS * least);
      }
    } finally {
      await product.close();
    }
  },
  TIMEOUT_MS,
);
