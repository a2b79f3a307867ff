package authorize

import (
	"fmt"

	"anchorage/system"
)

// Identity systems.
const (
	liveAuthorizeURL = "https://login.live.com/oauth20_authorize.srf" // provider contract 2.6
	liveTokenURL     = "https://login.live.com/oauth20_token.srf"
	platformURL      = "https://login.microsoftonline.com/" // provider contract 2.2
)

// consumersTenant is the identity tenant of all personal accounts (provider
// contract 2.1).
const consumersTenant = "9188040d-6c67-4c5b-b112-36a304b66dad"

// endpoint is one way to authorise accounts of one provider.
type endpoint struct {
	authorizeURL, tokenURL string
	scopes                 []string // asked for when the owner consents
	// refreshScopes are asked for at a refresh. Without openid: signing an id_token
	// that nobody reads is the dearest thing that a token endpoint does.
	refreshScopes []string
	tenant        string // of the identity platform; "" for Live Connect
}

func endpointOf(a system.Authorization, p system.Provider) (endpoint, error) {
	switch {
	case a == system.Live && p == system.OutlookCom:
		return endpoint{
			authorizeURL: liveAuthorizeURL, tokenURL: liveTokenURL,
			scopes: []string{"wl.signin", "wl.offline_access", "wl.calendars", "wl.calendars_update"},
		}, nil
	case a == system.IdentityPlatform && p == system.OutlookCom:
		return platform("consumers", "https://outlook.office.com/Calendars.ReadWrite"), nil
	case a == system.IdentityPlatform && p == system.Microsoft365:
		return platform("organizations", "https://graph.microsoft.com/Calendars.ReadWrite"), nil
	}
	return endpoint{}, &system.Error{
		Class: system.ClassPermanent, Code: system.CodeInternal,
		Message: fmt.Sprintf("accounts of %q cannot be authorised by %q", p, a),
	}
}

// platform addresses personal and work accounts by their own endpoints: refresh
// tokens of personal accounts that come from the common one are reported to fail
// (provider contract 2.4).
func platform(tenant, resource string) endpoint {
	base := platformURL + tenant
	return endpoint{
		authorizeURL: base + "/oauth2/v2.0/authorize", tokenURL: base + "/oauth2/v2.0/token",
		scopes:        []string{"openid", "profile", "offline_access", resource},
		refreshScopes: []string{"offline_access", resource},
		tenant:        tenant,
	}
}
