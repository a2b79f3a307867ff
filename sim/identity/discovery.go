package identity

import (
	"crypto/sha1" // x5t is a SHA-1 thumbprint by definition
	"crypto/x509"
	"encoding/base64"
	"net/http"
	"strings"

	"anchorage/sim/mailbox"
)

// document is what a client may know of a tenant (provider contract 2.2).
type document struct {
	TokenEndpoint         string   `json:"token_endpoint"`
	TokenAuthMethods      []string `json:"token_endpoint_auth_methods_supported"`
	JWKS                  string   `json:"jwks_uri"`
	ResponseModes         []string `json:"response_modes_supported"`
	SubjectTypes          []string `json:"subject_types_supported"`
	Algorithms            []string `json:"id_token_signing_alg_values_supported"`
	ResponseTypes         []string `json:"response_types_supported"`
	Scopes                []string `json:"scopes_supported"`
	Issuer                string   `json:"issuer"`
	RequestURI            bool     `json:"request_uri_parameter_supported"`
	UserInfo              string   `json:"userinfo_endpoint"`
	AuthorizationEndpoint string   `json:"authorization_endpoint"`
	DeviceEndpoint        string   `json:"device_authorization_endpoint"`
	HTTPLogout            bool     `json:"http_logout_supported"`
	FrontChannelLogout    bool     `json:"frontchannel_logout_supported"`
	EndSession            string   `json:"end_session_endpoint"`
	Claims                []string `json:"claims_supported"`
	Kerberos              string   `json:"kerberos_endpoint"`
	RegionScope           *string  `json:"tenant_region_scope"`
	CloudInstance         string   `json:"cloud_instance_name"`
	CloudGraphHost        string   `json:"cloud_graph_host_name"`
	GraphHost             string   `json:"msgraph_host"`
	RBAC                  string   `json:"rbac_url"`
}

// discovery is the OpenID Connect document of a tenant. It names endpoints that
// the provider has and this server has not; asking one is an unknown request.
func (c *call) discovery() {
	if !c.server.tenantKnown(c.tenant) {
		c.refuse(refuseTenant(c.tenant))
		return
	}
	base := "https://" + PlatformHost + "/" + c.tenant
	c.writeJSON(http.StatusOK, mustMarshal(document{
		TokenEndpoint: base + "/oauth2/v2.0/token", TokenAuthMethods: []string{"client_secret_post", "private_key_jwt", "client_secret_basic"},
		JWKS: base + "/discovery/v2.0/keys", ResponseModes: []string{"query", "fragment", "form_post"}, SubjectTypes: []string{"pairwise"},
		Algorithms: []string{"RS256"}, ResponseTypes: []string{"code", "id_token", "code id_token", "id_token token"},
		Scopes: []string{"openid", "profile", "email", "offline_access"}, Issuer: documentIssuer(c.tenant),
		UserInfo: "https://" + graphHost + "/oidc/userinfo", AuthorizationEndpoint: base + "/oauth2/v2.0/authorize",
		DeviceEndpoint: base + "/oauth2/v2.0/devicecode", HTTPLogout: true, FrontChannelLogout: true, EndSession: base + "/oauth2/v2.0/logout",
		Claims:   []string{"sub", "iss", "aud", "exp", "iat", "nonce", "preferred_username", "name", "tid", "ver", "email"},
		Kerberos: base + "/kerberos", CloudInstance: "microsoftonline.com", CloudGraphHost: "graph.windows.net", GraphHost: graphHost, RBAC: "https://pas.windows.net",
	}))
}

// documentIssuer is a literal template where a tenant stands for several.
func documentIssuer(tenant string) string {
	switch tenant = strings.ToLower(tenant); tenant {
	case tenantCommon, tenantOrganizations:
		return issuer("{tenantid}")
	case tenantConsumers:
		return issuer(mailbox.ConsumerIdentityTenant)
	}
	return issuer(tenant)
}

func thumbprint(certificate *x509.Certificate) []byte {
	sum := sha1.Sum(certificate.Raw)
	return sum[:]
}

// keyID is the thumbprint, as the provider's is.
func keyID(certificate *x509.Certificate) string {
	return base64.RawURLEncoding.EncodeToString(thumbprint(certificate))
}
