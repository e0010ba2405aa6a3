/** What a business pastes into its pages. */
import type { PublishedWidget } from '#lib/contracts/widget.ts';

export interface WidgetScript {
  /** Names its content, in the address that never changes. */
  version: string;
  /** Subresource Integrity: `sha384-…`. */
  integrity: string;
}

/** The snippet names the moving address: pages are not edited for every release. A key is URL-safe, so nothing needs escaping. */
export function embedWidget(publicUrl: string, script: WidgetScript, widgetKey: string): PublishedWidget {
  const base = publicUrl.replace(/\/+$/, '');
  return {
    widget_key: widgetKey,
    embed_code: `<script src="${base}/widget.js" data-widget-key="${widgetKey}" async></script>`,
    integrity: script.integrity,
    pinned_url: `${base}/widget/${script.version}.js`,
  };
}
