/**
 * Sign-in by OpenID Connect: authorisation code with PKCE in the system's browser, back to the desk's loopback address. The house
 * keeps verifier, state and nonce, so a code that is caught on the way is worth nothing.
 */
import * as client from 'openid-client';
import type { OidcConfig } from '../config.ts';
import { isLoopback } from '../nats/conf.ts';

export type OidcIdentity = { readonly issuer: string; readonly subject: string };

export type Oidc = {
  /**
   * The address to open in the browser, for a desk with this key that is called back at this address: one of loopback, or the desk's own
   * page at `ownHost`, the host that the request was sent to. `place`: from where it is begun.
   */
  start(publicKey: string, redirectUri: string, ownHost: string, place: string): Promise<string>;
  readonly issuer: string;
  /** Who came back; throws an `OidcFault` for anything that is not the answer to a start of the same key. */
  finish(publicKey: string, callbackUrl: string): Promise<OidcIdentity>;
};

export class OidcFault extends Error {
  readonly code: 'oidc-redirect' | 'oidc-unknown-state' | 'oidc-refused' | 'oidc-busy' | 'oidc-unreachable';
  constructor(code: OidcFault['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

type Started = {
  readonly publicKey: string;
  readonly redirectUri: string;
  readonly verifier: string;
  readonly nonce: string;
  readonly place: string;
  readonly at: number;
};

/** How long a person may take at the provider's page. */
const START_LIFE_MS = 600_000;
const STARTED_MAX = 1_000;
/** Of one place; who begins more gives up his first, so that nobody takes the room of all. */
const STARTED_EACH_MAX = 64;

export function openOidc(config: OidcConfig): Oidc {
  const started = new Map<string, Started>();
  const issuer = new URL(config.issuer);
  let discovered: Promise<client.Configuration> | null = null;

  async function provider(): Promise<client.Configuration> {
    discovered ??= client.discovery(
      issuer,
      config.clientId,
      undefined,
      config.clientSecret === null ? client.None() : client.ClientSecretBasic(config.clientSecret),
      isLoopback(issuer.hostname) ? { execute: [client.allowInsecureRequests] } : {},
    );
    try {
      return await discovered;
    } catch (cause) {
      discovered = null;
      throw new OidcFault('oidc-unreachable', `The provider ${config.issuer} does not answer; try again later.`, {
        cause,
      });
    }
  }

  return {
    issuer: config.issuer,
    async start(publicKey, redirectUri, ownHost, place) {
      refuseRedirect(redirectUri, ownHost);
      forgetOld(started, place);
      if (started.size >= STARTED_MAX)
        throw new OidcFault('oidc-busy', 'Too many people are signing in at this moment; try again.');
      const found = await provider();
      const state = client.randomState();
      const verifier = client.randomPKCECodeVerifier();
      const nonce = client.randomNonce();
      const url = client.buildAuthorizationUrl(found, {
        redirect_uri: redirectUri,
        scope: 'openid',
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      });
      started.set(state, { publicKey, redirectUri, verifier, nonce, place, at: Date.now() });
      return url.href;
    },
    async finish(publicKey, callbackUrl) {
      const url = URL.canParse(callbackUrl) ? new URL(callbackUrl) : null;
      const state = url?.searchParams.get('state') ?? '';
      const begun = started.get(state);
      // Once only, and for the key that began: another desk cannot finish what this one started.
      if (begun?.publicKey === publicKey) started.delete(state);
      if (
        url === null ||
        begun === undefined ||
        begun.publicKey !== publicKey ||
        Date.now() - begun.at > START_LIFE_MS ||
        `${url.origin}${url.pathname}` !== begun.redirectUri
      )
        throw new OidcFault('oidc-unknown-state', 'This sign-in was not begun here, or took too long; begin again.');
      try {
        const tokens = await client.authorizationCodeGrant(await provider(), url, {
          pkceCodeVerifier: begun.verifier,
          expectedState: state,
          expectedNonce: begun.nonce,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (claims === undefined) throw new Error('no identity came with the tokens');
        return { issuer: claims.iss, subject: claims.sub };
      } catch (cause) {
        if (cause instanceof OidcFault) throw cause;
        throw new OidcFault('oidc-refused', 'The provider did not confirm this sign-in; begin again.', { cause });
      }
    },
  };
}

/**
 * RFC 8252: a native program is called back on a loopback address, any port. A page is called back at itself: no other page could have
 * asked with this host, and the provider takes none but the addresses that were registered with it.
 */
function refuseRedirect(redirectUri: string, ownHost: string): void {
  const url = URL.canParse(redirectUri) ? new URL(redirectUri) : null;
  if (ownHost !== '' && url !== null && ['https:', 'http:'].includes(url.protocol) && url.host === ownHost)
    if (url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '') return;
  const host = url?.hostname.replace(/^\[|\]$/g, '') ?? '';
  if (url?.protocol === 'http:' && isLoopback(host) && host !== 'localhost' && url.search === '' && url.hash === '')
    return;
  throw new OidcFault(
    'oidc-redirect',
    'The desk is called back at http://127.0.0.1:PORT/PATH or at its own page, and nowhere else.',
  );
}

function forgetOld(started: Map<string, Started>, place: string): void {
  const here: string[] = [];
  for (const [state, one] of started) {
    if (Date.now() - one.at > START_LIFE_MS) started.delete(state);
    else if (one.place === place) here.push(state);
  }
  for (const state of here.slice(0, 1 - STARTED_EACH_MAX)) started.delete(state);
}
