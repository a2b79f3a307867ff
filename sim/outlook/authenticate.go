package outlook

import (
	"net/http"
	"slices"

	"anchorage/sim/journal"
	"anchorage/sim/mailbox"
)

// Scopes that allow an operation, any of them. Live Connect's have their own
// names (provider contract 2.6); none of them opens /me
// unless Server.LiveReadsMe says so: that the older authorization reaches the calendar but not the mailbox id is an assumption
// about 2022.
var (
	readScopes      = []string{"calendars.read", "calendars.readwrite", "calendars.readbasic", "wl.calendars", "wl.calendars_update"}
	writeScopes     = []string{"calendars.readwrite", "wl.calendars_update"}
	outlookMeScopes = []string{"user.read", "user.readwrite", "user.readbasic.all", "calendars.read", "calendars.readwrite"}
	graphMeScopes   = []string{"user.read", "user.readwrite", "user.readbasic.all"}
)

// Messages of a refused token (provider contract 4.2).
const (
	tokenMissing  = "Access token is empty."
	tokenExpired  = "Lifetime validation failed, the token is expired."
	tokenUnknown  = "CompactToken parsing failed with error code: 80049217"
	opaqueExpired = "CompactToken validation failed with reason code: 80049228."
	wrongAudience = "Access token validation failure. Invalid audience."
)

// authenticate checks token, audience and scope, or answers the call.
func (c *call) authenticate() bool {
	switch {
	case c.token == "":
		return c.unauthorized(tokenMissing)
	case !c.granted || c.owner == nil:
		return c.unauthorized(tokenUnknown)
	case !c.server.Clock.Now().Before(c.grant.Expires):
		if c.owner.Spec().Provider == mailbox.OutlookCom {
			return c.unauthorized(opaqueExpired) // tokens of personal accounts are opaque
		}
		return c.unauthorized(tokenExpired)
	case !slices.Contains(c.site.audiences, c.grant.Audience):
		return c.unauthorized(wrongAudience)
	case !c.allowed():
		c.fail(http.StatusForbidden, codeAccessDenied, "Access is denied. Check credentials and try again.")
		return false
	}
	return true
}

func (c *call) allowed() bool {
	if c.server.LiveReadsMe && c.operation.name == journal.Me && c.grant.Kind == mailbox.Live {
		return true
	}
	return slices.ContainsFunc(c.grant.Scopes, func(scope string) bool { return slices.Contains(c.operation.scopes, scope) })
}

func (c *call) unauthorized(message string) bool {
	c.w.Header()["Www-Authenticate"] = []string{`Bearer realm="", ` +
		`authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="` + c.site.resource + `"`}
	c.fail(http.StatusUnauthorized, codeInvalidToken, message)
	return false
}
