package identity

import (
	"net/url"
	"strings"
	"time"

	"anchorage/sim/mailbox"
)

// Grant types that are simulated.
const (
	byCode    = "authorization_code"
	byRefresh = "refresh_token"
)

// issue is what a token request brings.
type issue struct {
	client          string
	nonce           string // of the authorization request
	scopes          scopeSet
	access, refresh string // refresh is "" without offline_access
	identity        bool   // an id_token is due
}

// ownerOfSecret reads a token request and finds whose code or refresh token it
// brings.
func (c *call) ownerOfSecret() {
	c.r.Form = url.Values{} // not nil, so that the body is not read into it as well
	c.readForm()
	c.form = c.r.PostForm // secrets do not belong into addresses
	switch c.form.Get("grant_type") {
	case byCode:
		c.secret, c.genuine = unseal(c.server.Seed, authCode, c.form.Get("code"))
	case byRefresh:
		c.secret, c.genuine = unseal(c.server.Seed, refreshToken, c.form.Get("refresh_token"))
	}
	if c.genuine {
		c.account = c.server.accounts.byOwner[c.secret.owner]
	}
}

// token is the token endpoint of both systems. Any secret of a client will do.
func (c *call) token() {
	client, refused := c.checkTokenRequest()
	if refused != nil {
		c.refuse(refused)
		return
	}
	var made issue
	if c.form.Get("grant_type") == byCode {
		made, refused = c.redeem(client)
	} else {
		made, refused = c.renew(client)
	}
	if refused != nil {
		c.refuse(refused)
		return
	}
	made.client = client
	if c.route.kind == mailbox.Live {
		c.answerLive(made)
		return
	}
	c.answerPlatform(made)
}

// checkTokenRequest looks for what is missing, and returns the client's id.
func (c *call) checkTokenRequest() (client string, refused *refusal) {
	if c.route.kind == mailbox.IdentityPlatform && !c.server.tenantKnown(c.tenant) {
		return "", refuseTenant(c.tenant)
	}
	client = c.form.Get("client_id")
	if name, _, ok := c.r.BasicAuth(); ok && client == "" {
		client, _ = url.QueryUnescape(name) // RFC 6749, 2.3.1
	}
	kind := c.form.Get("grant_type")
	required := append(make([]string, 0, 3), "grant_type")
	switch kind {
	case byCode:
		required = append(required, "code", "redirect_uri")
	case byRefresh:
		required = append(required, "refresh_token")
	}
	if client == "" {
		return "", refuseMissing("client_id")
	}
	for _, parameter := range required {
		if c.form.Get(parameter) == "" {
			return "", refuseMissing(parameter)
		}
	}
	if kind != byCode && kind != byRefresh {
		c.server.unknown(c.r, "grant_type "+kind+" is not simulated")
		return "", refuse("unsupported_grant_type", 70003, "The app returned an unsupported grant type.")
	}
	return client, nil
}

// redeem exchanges a code.
func (c *call) redeem(client string) (issue, *refusal) {
	s, now := c.server, c.server.Clock.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	found, refused := c.checkCodeLocked(client, now)
	if refused != nil {
		return issue{}, refused
	}
	g := &grant{client: client, kind: found.kind, sets: []scopeSet{found.scopes}}
	set, refused := g.selectLocked(c.form.Get("scope"))
	if refused != nil {
		return issue{}, refused
	}
	found.used = true
	made := c.issueLocked(g, c.account.grantLocked(g, now), set, now)
	made.nonce, made.identity = found.nonce, found.scopes.openid
	if !found.scopes.offline {
		made.refresh = ""
	}
	return made, nil
}

func (c *call) checkCodeLocked(client string, now time.Time) (*code, *refusal) {
	invalid := refuse("invalid_grant", 70000, "The provided value for the 'code' parameter is not valid.")
	if c.account == nil {
		return nil, invalid
	}
	if now.Sub(time.Unix(0, c.secret.at)) >= codeLife {
		return nil, refuse("invalid_grant", 70000, "The provided value for the 'code' parameter is not valid. The code has expired.")
	}
	found := c.account.findCodeLocked(c.secret.n)
	switch {
	case found == nil || found.kind != c.route.kind || found.client != client:
		return nil, invalid
	case found.used:
		return nil, refuse("invalid_grant", 54005, "The authorization code was already redeemed. Retry with a new valid code or use an existing refresh token.")
	case found.back != c.form.Get("redirect_uri"):
		return nil, refuse("invalid_grant", 70000, "The provided value for the input parameter 'redirect_uri' is not valid. It differs from that of the authorization request.")
	case !admits(c.tenant, c.account):
		return nil, refuseAccount("invalid_grant", c.tenant)
	case !found.proof.met(c.form.Get("code_verifier")):
		return nil, refuse("invalid_grant", 501481, "The code_verifier does not match the code_challenge supplied in the authorization request.")
	}
	return found, nil
}

// renew exchanges a refresh token. The old one is not revoked by that (provider
// contract 2.2).
func (c *call) renew(client string) (issue, *refusal) {
	s, now := c.server, c.server.Clock.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	g, refused := c.checkRefreshLocked(client, now)
	if refused != nil {
		return issue{}, refused
	}
	asked := c.form.Get("scope")
	set, refused := g.selectLocked(asked)
	if refused != nil {
		return issue{}, refused
	}
	made := c.issueLocked(g, int(c.secret.grant), set, now)
	made.identity = strings.TrimSpace(asked) != "" && made.scopes.openid
	return made, nil
}

func (c *call) checkRefreshLocked(client string, now time.Time) (*grant, *refusal) {
	const invalid = "Provided value for the input parameter 'refresh_token' or 'assertion' is not valid."
	if c.account == nil {
		return nil, refuse("invalid_grant", 70000, invalid)
	}
	g := c.account.findGrantLocked(c.secret.grant)
	switch {
	case g == nil || g.kind != c.route.kind || g.client != client:
		return nil, refuse("invalid_grant", 70000, invalid)
	case g.revoked:
		return nil, refuseRevoked(c.account)
	case g.withdrawn:
		return nil, refuseWithdrawn(c.account)
	case now.Sub(time.Unix(0, c.secret.at)) >= refreshIdleLife:
		return nil, refuse("invalid_grant", 700082, "The refresh token has expired due to inactivity. The token was issued on "+
			time.Unix(0, c.secret.at).UTC().Format(time.RFC3339)+" and was inactive for "+(refreshIdleLife).String()+".")
	case !admits(c.tenant, c.account):
		return nil, refuseAccount("invalid_grant", c.tenant)
	}
	return g, nil
}

// refuseRevoked differs by kind of account (provider contract 2.3).
func refuseRevoked(a *account) *refusal {
	if !a.consumer() {
		return refuse("invalid_grant", 50173, "The provided grant has expired due to it being revoked, a fresh auth token is needed.")
	}
	refused := refuse("invalid_grant", 70000, "The user could not be authenticated as the grant is expired. The user must sign in again.")
	refused.suberror = "bad_token"
	return refused
}

// refuseWithdrawn differs likewise. The suberror is not confirmed.
func refuseWithdrawn(a *account) *refusal {
	if a.consumer() {
		return refuseConsent(mailbox.Live)
	}
	refused := refuseConsent(mailbox.IdentityPlatform)
	refused.suberror = "consent_required"
	return refused
}

// issueLocked makes the tokens.
func (c *call) issueLocked(g *grant, number, set int, now time.Time) issue {
	t := sealed{owner: c.account.owner, grant: uint16(number), set: uint16(set), n: g.issued, at: now.UnixNano()}
	g.issued++
	g.last = now
	made := issue{scopes: g.sets[set], access: seal(c.server.Seed, accessToken, t)}
	t.set = 0
	made.refresh = seal(c.server.Seed, refreshToken, t)
	return made
}
