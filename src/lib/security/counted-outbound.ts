/** The same way out, counting what the guard refuses: when an address is set and when it is asked. */
import type { OutboundHttp } from '#lib/ports/outbound-http.ts';
import type { Telemetry } from '#lib/ports/telemetry.ts';

export function countedOutbound(outbound: OutboundHttp, telemetry: Telemetry): OutboundHttp {
  const refused = () => telemetry.count('frontdesk_ssrf_refusals_total', {});
  return {
    refusalOf(url) {
      const refusal = outbound.refusalOf(url);
      if (refusal !== null) refused();
      return refusal;
    },
    async postJson(request) {
      const result = await outbound.postJson(request);
      if (!result.ok && result.reason === 'refused') refused();
      return result;
    },
    close: () => outbound.close(),
  };
}
