/** Our chat messages and tool calls in LangChain's words, and back. */
import type { ChatMessage, ToolCall } from '#lib/ports/models.ts';

/** Pieces of the calls that a stream brings, by their place. */
export type CallParts = Map<number, ToolCall>;

/** The form that LangChain reads messages of any provider in. */
export function toLangChain(message: ChatMessage) {
  switch (message.role) {
    case 'tool':
      return { role: 'tool', tool_call_id: message.callId, content: message.content };
    case 'assistant': {
      const { role, content, toolCalls = [] } = message;
      const tool_calls = toolCalls.map((call) => ({
        id: call.id,
        type: 'function' as const,
        function: { name: call.name, arguments: call.arguments },
      }));
      return { role, content, ...(tool_calls.length > 0 ? { tool_calls } : {}) };
    }
    default:
      return { role: message.role, content: message.content };
  }
}

export function addCallParts(parts: CallParts, chunk: unknown): void {
  const { tool_call_chunks: chunks = [] } = chunk as {
    tool_call_chunks?: { index?: number; id?: string; name?: string; args?: string }[];
  };
  for (const { index = 0, id, name, args } of chunks) {
    const before = parts.get(index) ?? { id: '', name: '', arguments: '' };
    parts.set(index, {
      id: before.id || (id ?? ''),
      name: before.name + (name ?? ''),
      arguments: before.arguments + (args ?? ''),
    });
  }
}

/** Those that name a tool; an id is made up where a server leaves it out. */
export function wholeCalls(parts: CallParts): ToolCall[] {
  return [...parts].flatMap(([index, call]) =>
    call.name === '' ? [] : [{ ...call, id: call.id || `call_${index}` }],
  );
}
