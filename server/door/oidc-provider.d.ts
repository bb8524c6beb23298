/** What the test of sign-in needs of the provider, which has no types of its own. */
declare module 'oidc-provider' {
  export class Provider {
    constructor(issuer: string, configuration: object);
    listen(port: number, host: string): import('node:http').Server;
    callback(): import('node:http').RequestListener;
  }
}
