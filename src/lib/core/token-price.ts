/** What tokens cost: a price in US dollars a million tokens is the same number in micro-dollars a token. */

export interface TokenPrice {
  promptUsdPerMtok: number;
  completionUsdPerMtok: number;
}

export interface Tokens {
  promptTokens: number;
  completionTokens: number;
}

/** 0 without a price. */
export function costInMicroUsd(price: TokenPrice | null | undefined, tokens: Tokens): number {
  if (!price) return 0;
  return tokens.promptTokens * price.promptUsdPerMtok + tokens.completionTokens * price.completionUsdPerMtok;
}
