/** The widget in a frame, as visitors will see it, changing with every keystroke; it answers for real. */
import { useEffect, useRef } from 'react';
import type { WidgetConfig, WidgetSession } from '#lib/contracts/widget.ts';
import type { FromPreview, ToPreview } from '#widget/preview-messages.ts';
import type { Api } from '../api-client.ts';

interface LivePreviewProps {
  api: Api;
  config: WidgetConfig;
}

export function LivePreview({ api, config }: LivePreviewProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const listening = useRef(false);
  const latest = useRef(config);
  latest.current = config;

  useEffect(() => {
    const tell = (message: ToPreview) => frame.current?.contentWindow?.postMessage(message, location.origin);
    const listen = async ({ data, origin, source }: MessageEvent<FromPreview | null>) => {
      if (origin !== location.origin || source !== frame.current?.contentWindow || data === null) return;
      if (data.type === 'frontdesk:preview-ready') {
        listening.current = true;
        tell({ type: 'frontdesk:config', config: latest.current });
      }
      if (data.type !== 'frontdesk:session-wanted') return;
      // The frame says itself that the assistant is not available when there is no session.
      const session = await api
        .request<WidgetSession>('/api/trial/widget/preview', { method: 'POST' })
        .catch(() => null);
      tell({ type: 'frontdesk:session', session });
    };
    addEventListener('message', listen);
    return () => removeEventListener('message', listen);
  }, [api]);

  useEffect(() => {
    if (!listening.current) return;
    frame.current?.contentWindow?.postMessage(
      { type: 'frontdesk:config', config } satisfies ToPreview,
      location.origin,
    );
  }, [config]);

  return (
    <figure className="overflow-hidden rounded-xl border bg-surface">
      <figcaption className="border-b px-4 py-2 text-[0.8125rem] text-quiet">
        Live preview. Questions asked here count on your trial.
      </figcaption>
      <iframe
        ref={frame}
        src="/widget-preview"
        title="Preview of the widget"
        className="block h-[38rem] max-h-[80dvh] min-h-96 w-full"
      />
    </figure>
  );
}
