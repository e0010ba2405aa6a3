import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AppError, ERROR_CODES } from '#lib/core/errors.ts';
import { relay } from '#lib/http/relay.ts';
import { requireTrustedSource } from '#lib/mcp/request-source.ts';
import { TOOLS } from '#lib/mcp/server.ts';
import { TOOL_ERRORS, toolError } from '#lib/mcp/tool-errors.ts';
import { toolSchema } from '#lib/mcp/tool-schema.ts';
import { errorOf, textOf } from './fixtures/mcp-client.ts';

describe('the catalogue of tools', () => {
  const page = readFileSync('docs/MCP.md', 'utf8');
  it.each(TOOLS)('$name: is documented with its scope, and describes each argument', (tool) => {
    expect(page).toMatch(new RegExp(`\\| \`${tool.name}\` +\\| \`${tool.scope}\` +\\|`));
    const { properties = {} } = toolSchema(tool.input, 'input');
    for (const [name, schema] of Object.entries(properties)) {
      const says = 'description' in schema || 'enum' in schema || 'items' in schema;
      expect([name, says]).toEqual([name, true]);
    }
  });
});

describe('a tool’s error', () => {
  it.each(ERROR_CODES)('%s: says what happened, what to do and whether to try again', (code) => {
    const result = toolError(new AppError(code, 'It did not work.'), 'r-1');
    const error = errorOf(result);
    expect(error).toMatchObject({ code, request_id: 'r-1', retryable: TOOL_ERRORS[code].retryable });
    expect(error.retry_after !== undefined).toBe(error.retryable);
    expect(textOf(result)).toContain(error.detail);
    expect(textOf(result)).toContain(TOOL_ERRORS[code].hint);
  });

  it('keeps the time a limit names, and no cause', () => {
    const limited = new AppError('rate_limited', 'Slow down.', {
      retryAfterSeconds: 41.2,
      internal: 'redis 10.0.0.7',
    });
    expect(errorOf(toolError(limited, 'r')).retry_after).toBe(42);
    expect(JSON.stringify(toolError(limited, 'r'))).not.toContain('10.0.0.7');
    expect(JSON.stringify(toolError(new Error('hunter2'), 'r'))).not.toContain('hunter2');
  });
});

describe('where a request may come from', () => {
  const from = (mode: string, headers: Record<string, string>) => () =>
    requireTrustedSource(new Headers(headers), { mode, publicUrl: 'https://desk.example' });

  it('is anywhere for programs, and the server’s own pages for browsers', () => {
    for (const mode of ['embedded', 'production']) {
      expect(from(mode, { host: 'desk.example' })).not.toThrow();
      expect(from(mode, { host: 'desk.example', origin: 'https://desk.example' })).not.toThrow();
      for (const origin of [
        'https://evil.example',
        'http://desk.example',
        'https://desk.example:8443',
        'null',
        '',
      ]) {
        expect(from(mode, { host: 'desk.example', origin }), origin).toThrow('may not call');
      }
    }
  });

  it('is this machine in embedded mode alone, and under no other host name there', () => {
    const page = { host: 'localhost:3000', origin: 'http://localhost:6274' };
    expect(from('embedded', page)).not.toThrow();
    expect(from('production', page)).toThrow('may not call');
    for (const host of ['evil.example', 'localhost.evil.example', '', 'a b']) {
      expect(from('embedded', { host }), host).toThrow('host name');
    }
    // Behind a load balancer the Host is whatever that one checks by.
    expect(from('production', { host: '10.0.0.7:8080' })).not.toThrow();
  });
});

describe('a relayed answer', () => {
  const stream = (source: UnderlyingDefaultSource<Uint8Array>) =>
    new Response(new ReadableStream(source), {
      headers: { 'content-type': 'text/event-stream', connection: 'keep-alive' },
    });

  it('gets our headers, and its end is told once', async () => {
    const ends: unknown[] = [];
    const bytes = new TextEncoder().encode('data: 1\n\n');
    const source = stream({
      start(controller) {
        controller.enqueue(bytes);
        controller.close();
      },
    });
    const response = relay(source, { 'X-Request-Id': 'r' }, (error) => void ends.push(error));
    expect(response.headers.get('x-request-id')).toBe('r');
    expect(response.headers.get('connection')).toBeNull();
    expect(await response.text()).toBe('data: 1\n\n');
    expect(ends).toEqual([undefined]);
  });

  it('tells its source when nobody reads any more, and of a failure what it was', async () => {
    let cancelled = false;
    const ends: unknown[] = [];
    const endless = stream({
      cancel() {
        cancelled = true;
      },
    });
    await relay(endless, {}, (error) => void ends.push(error)).body!.cancel();
    expect([cancelled, ends]).toEqual([true, [undefined]]);
    const broken = stream({ pull: (controller) => controller.error(new Error('cut')) });
    await expect(relay(broken, {}, (error) => void ends.push(error)).text()).rejects.toThrow('cut');
    expect(ends[1]).toMatchObject({ message: 'cut' });
  });
});
