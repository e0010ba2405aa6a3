import { describe, expect, it } from 'vitest';
import { AppError } from '#lib/core/errors.ts';
import { modelHealth } from '#runtime/model-health.ts';

describe('modelHealth', () => {
  it('is degraded for a minute after a failure, or until a success', () => {
    let now = 1_000;
    const health = modelHealth(() => now);
    expect(health.state()).toBe('ok');
    health.failed(new AppError('model_timeout', 'late'));
    expect(health.state()).toBe('degraded');
    now += 59_999;
    expect(health.state()).toBe('degraded');
    now += 1;
    expect(health.state()).toBe('ok');
    health.failed(new AppError('model_unavailable', 'away'));
    health.succeeded();
    expect(health.state()).toBe('ok');
  });

  it('does not blame the model for what the caller did', () => {
    const health = modelHealth(() => 0);
    health.failed(new AppError('cancelled', 'gone'));
    health.failed(new AppError('invalid_request', 'too long'));
    expect(health.state()).toBe('ok');
  });
});
