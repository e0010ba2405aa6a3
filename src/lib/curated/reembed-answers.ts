/** Embeds the questions of curated answers again that another model has embedded; until then they are met word for word only. */
import { EMBED_BATCH_CHUNKS } from '#lib/core/limits.ts';
import type { Database } from '#lib/ports/database.ts';
import type { Embedder } from '#lib/ports/models.ts';
import { selectOtherModels, updateVectors } from './answer-store.ts';

/** Returns how many there were. One that is changed meanwhile is embedded by its own change. */
export async function reembedAnswers(ports: { database: Database; embedder: Embedder }): Promise<number> {
  const { database, embedder } = ports;
  for (let done = 0; ; ) {
    const some = await database.asPlatform('reembed', (tx) =>
      selectOtherModels(tx, embedder.model, EMBED_BATCH_CHUNKS),
    );
    if (some.length === 0) return done;
    const texts = some.map(({ question }) => question);
    const vectors = await embedder.embed(texts, { purpose: 'query' });
    const answers = some.map((one, index) => ({ ...one, vector: vectors[index]! }));
    await database.asPlatform('reembed', (tx) => updateVectors(tx, embedder.model, answers));
    done += some.length;
  }
}
