/** The way of an answer: traffic, outcome, time by stage, cache, models with tokens and cost, retrieval, ingestion. */
import { bars, type DashboardSpec, heatmap, lines, stat } from '../panel.ts';
import { buckets, mean, observed, quantile, rate, share, total } from '../promql.ts';

const ASK = 'frontdesk_ask_duration_seconds';
const MODEL = 'model=~"$model"';

export const ragPipeline: DashboardSpec = {
  title: 'Frontdesk / RAG pipeline',
  description:
    'Questions and how they ended, where their time goes, what the cache saves, what models do and cost, and ingestion.',
  variables: ['instance', 'model'],
  rows: [
    {
      title: 'At a glance',
      panels: [
        stat(
          'Questions',
          'reqps',
          rate('frontdesk_asks_total'),
          'Questions a second, each of a batch counted.',
          {
            base: 'blue',
            width: 4,
          },
        ),
        stat(
          'Errors',
          'percentunit',
          share('frontdesk_asks_total', 'outcome="error"'),
          'Share of questions that ended in an error. The objective is 0.5 % over 30 days.',
          {
            thresholds: [
              [0.005, 'yellow'],
              [0.072, 'red'],
            ],
            width: 4,
            alert: 'AskErrorBudgetBurn',
          },
        ),
        stat(
          'Not answered',
          'percentunit',
          share('frontdesk_asks_total', 'outcome="abstained"', { where: 'outcome=~"answered|abstained"' }),
          'Share of questions that the documents do not answer, so that the assistant says so. High: documents are missing, or retrieval is ill.',
          {
            thresholds: [
              [0.3, 'yellow'],
              [0.5, 'red'],
            ],
            width: 4,
            alert: 'AbstentionsHigh',
          },
        ),
        stat(
          'Answered, 95th percentile',
          's',
          quantile(0.95, ASK, { where: 'stage="total"' }),
          'Whole time of a question. Quotes come within 0.3 s; a model takes longer.',
          {
            thresholds: [
              [2.5, 'yellow'],
              [15, 'red'],
            ],
            width: 4,
            alert: 'AnswerLatencyBudgetBurn',
          },
        ),
        stat(
          'From the cache',
          'percentunit',
          share('frontdesk_answer_cache_total', 'outcome=~"hit|shared"'),
          'Share of questions answered from the cache or together with an equal one.',
          { base: 'blue', width: 4 },
        ),
        stat(
          'Cost',
          'currencyUSD',
          total('frontdesk_model_cost_usd_total', { where: MODEL }),
          'Of tokens in the time shown, by the configured prices (LLM_PRICE_*).',
          { base: 'blue', width: 4, alert: 'ModelSpendSpike' },
        ),
      ],
    },
    {
      title: 'Questions',
      panels: [
        lines(
          'Questions by outcome',
          'reqps',
          { '{{outcome}}': rate('frontdesk_asks_total', { by: ['outcome'] }) },
          'answered, abstained (an honest “I do not know”), error, aborted (the asker left).',
          { stacked: true, width: 8, alert: 'AskErrorBudgetBurn' },
        ),
        lines(
          'Questions by way',
          'reqps',
          { '{{via}}': rate('frontdesk_asks_total', { by: ['via'] }) },
          'Through the API, batches, MCP or the widget.',
          { stacked: true, width: 8 },
        ),
        lines(
          'Cache',
          'reqps',
          { '{{outcome}}': rate('frontdesk_answer_cache_total', { by: ['outcome'] }) },
          'hit: kept; shared: an equal question was just being answered; miss: made anew.',
          { stacked: true, width: 8 },
        ),
        lines(
          'Time by stage, 95th percentile',
          's',
          { '{{stage}}': quantile(0.95, ASK, { by: ['stage'] }) },
          'embed, retrieve, rerank, generate, total. The stage that rises with the total is the cause.',
          { width: 8, alert: 'AnswerLatencyBudgetBurn' },
        ),
        lines(
          'Whole time by mode, 95th percentile',
          's',
          { '{{mode}}': quantile(0.95, ASK, { by: ['mode'], where: 'stage="total"' }) },
          'Quotes, answers in a model’s words, curated answers, none.',
          {
            thresholds: [
              [2.5, 'yellow'],
              [15, 'red'],
            ],
            width: 8,
          },
        ),
        heatmap(
          'Distribution of the whole time',
          's',
          { '{{le}}': buckets(ASK, 'stage="total"') },
          'Questions a second by how long they took. Two bands are two modes, not a fault.',
          { width: 8 },
        ),
      ],
    },
    {
      title: 'Quality of answers',
      panels: [
        lines(
          'Confidence',
          'percentunit',
          {
            '{{mode}} median': quantile(0.5, 'frontdesk_answer_confidence', { by: ['mode'] }),
            '{{mode}} lowest tenth': quantile(0.1, 'frontdesk_answer_confidence', { by: ['mode'] }),
          },
          'Of answers that were given. A fall after a release or a new model is a loss of quality.',
          { width: 8, max: 1 },
        ),
        lines(
          'Passages found',
          'short',
          {
            median: quantile(0.5, 'frontdesk_retrieved_passages'),
            mean: mean('frontdesk_retrieved_passages'),
          },
          'Passages found for a question. Near 0: retrieval is ill or the knowledge bases are empty.',
          { width: 8, alert: 'AbstentionsHigh' },
        ),
        lines(
          'Batches',
          'short',
          {
            'questions, mean': mean('frontdesk_ask_batch_size'),
            'distinct share, mean': mean('frontdesk_ask_batch_unique_ratio'),
          },
          'Questions of a batch, and the share of them that are distinct: the rest is answered once.',
          { width: 8 },
        ),
      ],
    },
    {
      title: 'Models',
      panels: [
        lines(
          'Calls',
          'reqps',
          {
            '{{model}} {{operation}} {{outcome}}': rate('frontdesk_model_calls_total', {
              by: ['model', 'operation', 'outcome'],
              where: MODEL,
            }),
          },
          'Calls of models a second by how they ended.',
          { width: 8 },
        ),
        lines(
          'Failed calls',
          'percentunit',
          {
            '{{model}}': `(${rate('frontdesk_model_calls_total', { by: ['model'], where: `${MODEL}, outcome=~"error|timeout"` })} or 0 * ${rate('frontdesk_model_calls_total', { by: ['model'], where: MODEL })}) / ${rate('frontdesk_model_calls_total', { by: ['model'], where: MODEL })}`,
          },
          'Share of calls that failed or ran out of time. While a chat model fails, answers are quotes.',
          {
            thresholds: [
              [0.05, 'yellow'],
              [0.2, 'red'],
            ],
            width: 8,
            max: 1,
            alert: 'ModelErrors',
          },
        ),
        lines(
          'First token, 95th percentile',
          's',
          {
            '{{model}}': quantile(0.95, 'frontdesk_model_first_token_seconds', {
              by: ['model'],
              where: MODEL,
            }),
          },
          'From the request to the first token, which is when a visitor sees something.',
          {
            thresholds: [
              [2.5, 'yellow'],
              [5, 'red'],
            ],
            width: 8,
            alert: 'FirstTokenLatencyBudgetBurn',
          },
        ),
        lines(
          'Tokens',
          'short',
          {
            '{{model}} {{kind}}': rate('frontdesk_model_tokens_total', {
              by: ['model', 'kind'],
              where: MODEL,
            }),
          },
          'Tokens a second that models have reported.',
          { width: 12 },
        ),
        lines(
          'Cost an hour',
          'currencyUSD',
          {
            '{{model}}': `3600 * ${rate('frontdesk_model_cost_usd_total', { by: ['model'], where: MODEL })}`,
          },
          'What an hour at the present rate costs.',
          { width: 12, alert: 'ModelSpendSpike' },
        ),
      ],
    },
    {
      title: 'Ingestion and traces',
      panels: [
        lines(
          'Sources ingested',
          'ops',
          { '{{outcome}}': rate('frontdesk_ingest_sources_total', { by: ['outcome'] }) },
          'ready, failed (the tenant is told why), superseded (removed or claimed by another worker).',
          { width: 8, alert: 'IngestionFailing' },
        ),
        lines(
          'Ingestion by stage, 95th percentile',
          's',
          { '{{stage}}': quantile(0.95, 'frontdesk_ingest_duration_seconds', { by: ['stage'] }) },
          'parse, chunk, embed, store, total. Embedding follows the model, storing the database.',
          { width: 8 },
        ),
        lines(
          'Throughput in chunks',
          'ops',
          rate('frontdesk_ingest_chunks_total'),
          'Chunks stored a second.',
          { width: 8 },
        ),
        lines(
          'Throughput in bytes',
          'Bps',
          rate('frontdesk_ingest_bytes_total'),
          'Bytes of sources ingested a second.',
          { width: 8 },
        ),
        lines(
          'Ingestions a second by stage',
          'ops',
          { '{{stage}}': observed('frontdesk_ingest_duration_seconds', { by: ['stage'] }) },
          'Where stages part, sources are given up.',
          { width: 8 },
        ),
        bars(
          'Trace spans',
          'short',
          { '{{outcome}}': total('frontdesk_traces_total', { by: ['outcome'] }) },
          'Spans for Langfuse in the time shown: exported, or dropped because the queue was full or Langfuse failed.',
          { width: 8, base: 'blue', alert: 'TracesDropped' },
        ),
      ],
    },
  ],
};
