/** Declares a route of the running application: a contract, and what answers it. */
import type { AdminContract, RouteContract } from '#lib/contracts/route-contract.ts';
import { createRoute, type Route, type RouteHandler } from '#lib/http/route.ts';
import type { App } from '#runtime/app.ts';
import { getApp } from '#runtime/get-app.ts';

/** A route of anybody but administrators. */
export function endpoint<const C extends RouteContract & { auth: Exclude<RouteContract['auth'], 'admin'> }>(
  contract: C,
  handler: RouteHandler<App, C>,
): Route {
  return createRoute(getApp, contract, handler);
}

const adminRoutes = new WeakSet<Route>();

/** A route of administrators that have the contract's role: the only way to declare one. */
export function adminRoute<const C extends AdminContract>(contract: C, handler: RouteHandler<App, C>): Route {
  const route = createRoute(getApp, contract, handler);
  adminRoutes.add(route);
  return route;
}

export function isAdminRoute(route: Route): boolean {
  return adminRoutes.has(route);
}
