/** The tokens of administrators: short-lived, signed, naming a session whose row decides. */

export interface AdminTokenClaims {
  adminId: string;
  sessionId: string;
  issuedAt: Date;
}

export interface AdminTokens {
  /** Valid for ADMIN_TOKEN_MINUTES from `now`, at most until `sessionEnds`. */
  issue(claims: { adminId: string; sessionId: string }, now: Date, sessionEnds: Date): IssuedToken;
  /** Null for anything but a token of ours that is valid at `now`. Never throws. */
  verify(token: string, now: Date): AdminTokenClaims | null;
}

export interface IssuedToken {
  token: string;
  expiresAt: Date;
}
