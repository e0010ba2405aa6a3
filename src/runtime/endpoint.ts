/** Declares a route of the running application: a contract, and what answers it. */
import type { RouteContract } from '#lib/contracts/route-contract.ts';
import { createRoute, type Route, type RouteHandler } from '#lib/http/route.ts';
import type { App } from '#runtime/app.ts';
import { getApp } from '#runtime/get-app.ts';

export function endpoint<const C extends RouteContract>(contract: C, handler: RouteHandler<App, C>): Route {
  return createRoute(getApp, contract, handler);
}
