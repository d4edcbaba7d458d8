import {minorOf} from '../../base/version.js';

/** What istiod of a version sends to its proxies that stock Envoy has no extension for, and what keeps it from that. */
export interface StockEnvoyNeeds {
  /** Variables of istiod's environment that are set to false: each leaves filters of Istio's own out. */
  readonly settings: readonly string[];
  /** Network filters of Istio's own that no setting leaves out: they are taken out of what istiod sends. */
  readonly filters: readonly string[];
  /**
   * Where its RBAC rules look for the caller's SPIFFE id: in the certificate, as Envoy has it, or in a filter state that
   * one of Istio's filters writes.
   */
  readonly principal: 'certificate' | 'filter state';
}

/**
 * Metadata exchange (HTTP: pilot/pkg/networking/core/v1alpha3/listener_builder.go, TCP: networkfilter.go and
 * cluster_builder.go beside it) and ALPN (listener_builder.go). Both are asked of pilot/pkg/features/pilot.go in all
 * five; that 1.19 exchanges by io.istio.http.peer_metadata in place of Wasm changes nothing.
 */
const SETTINGS = ['PILOT_ENABLE_METADATA_EXCHANGE', 'PILOT_ENABLE_ALPN_FILTER'];

/** Present in Istio's proxy only; a listener that names it is refused whole by stock Envoy. */
const ISTIO_AUTHN = 'istio_authn';

/**
 * In buildInboundNetworkFilters (listener_inbound.go) and buildGatewayListeners (gateway.go), for every proxy that says
 * that it is 1.17 or later; for those, pilot/pkg/security/authz/model/principal.go asks for io.istio.peer_principal.
 */
const BY_FILTER_STATE: StockEnvoyNeeds = {
  settings: SETTINGS,
  filters: [ISTIO_AUTHN],
  principal: 'filter state',
};

/** Nothing of that; principal.go asks for `authenticated`, which Envoy reads from the connection. */
const BY_CERTIFICATE: StockEnvoyNeeds = {settings: SETTINGS, filters: [], principal: 'certificate'};

/**
 * Read in the source of 1.16.5, 1.17.5, 1.18.2, 1.19.0 and 1.20.0. Their bootstraps need nothing: `envoy --mode validate`
 * of Envoy 1.36.2 takes the golden files in pkg/bootstrap/testdata of all five.
 */
const BY_MINOR: Readonly<Record<string, StockEnvoyNeeds>> = {
  '1.16': BY_CERTIFICATE,
  '1.17': BY_FILTER_STATE,
  '1.18': BY_FILTER_STATE,
  '1.19': BY_FILTER_STATE,
  // pilot/pkg/xds/filters/filters.go has the filter no more; pilot/pkg/networking/plugin/authz/authorization.go takes
  // the filter state for waypoints alone.
  '1.20': BY_CERTIFICATE,
};

/** What a version needs. One that was not read gets all that any does: what is too much does no harm. */
export function stockEnvoyNeeds(istio: string): StockEnvoyNeeds {
  return BY_MINOR[minorOf(istio)] ?? BY_FILTER_STATE;
}
