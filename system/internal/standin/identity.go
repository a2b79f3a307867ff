package standin

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/gorilla/mux"
)

const platformHost = "login.microsoftonline.com"

func (p *Provider) identityRoutes() {
	p.router.Host("login.live.com").Path("/oauth20_token.srf").Methods(http.MethodPost).HandlerFunc(p.token)
	platform := p.router.Host(platformHost).Subrouter()
	platform.Path("/{tenant}/oauth2/v2.0/token").Methods(http.MethodPost).HandlerFunc(p.token)
	platform.Path("/{tenant}/v2.0/.well-known/openid-configuration").HandlerFunc(p.discovery)
	platform.Path("/{tenant}/discovery/v2.0/keys").HandlerFunc(p.keys)
}

// Consent signs an owner in at an authorization address and returns where their
// browser goes next.
func (p *Provider) Consent(authorizeURL, address string) string {
	u, err := url.Parse(authorizeURL)
	if err != nil {
		panic(err)
	}
	q := u.Query()
	p.mu.Lock()
	code := p.secretLocked(grant{
		address: address, kind: "code", nonce: q.Get("nonce"), challenge: q.Get("code_challenge"),
		redirect: q.Get("redirect_uri"), scope: q.Get("scope"), live: u.Host,
	})
	p.mu.Unlock()
	return q.Get("redirect_uri") + "?" + url.Values{"code": {code}, "state": {q.Get("state")}}.Encode()
}

// Decline returns where the browser of an owner who says no goes next.
func (p *Provider) Decline(authorizeURL string) string {
	u, err := url.Parse(authorizeURL)
	if err != nil {
		panic(err)
	}
	return u.Query().Get("redirect_uri") + "?" + url.Values{"error": {"access_denied"}, "state": {u.Query().Get("state")}}.Encode()
}

// token is the token endpoint of both systems.
func (p *Provider) token(w http.ResponseWriter, r *http.Request) {
	form := func(name string) string { return r.PostFormValue(name) }
	if form("client_id") == "" || form("client_secret") == "" {
		tokenError(w, "invalid_client", "AADSTS7000215: Invalid client secret provided. "+form("client_secret"))
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	secret, kind := form("code"), "code"
	if form("grant_type") == "refresh_token" {
		secret, kind = form("refresh_token"), "refresh"
	}
	g, ok := p.grants[secret]
	if !ok || g.kind != kind || kind == "code" && (form("redirect_uri") != g.redirect || !proves(form("code_verifier"), g.challenge)) {
		tokenError(w, "invalid_grant", "AADSTS70000: The grant "+secret+" is not valid.") // repeats a secret: no log may show it
		return
	}
	scope := g.scope
	if kind == "code" {
		delete(p.grants, secret)
	} else if form("scope") != "" {
		scope = form("scope")
	}
	access, refresh := g, g
	access.kind, refresh.kind = "access", "refresh"
	answer := map[string]any{
		"token_type": "Bearer", "expires_in": 3599, "scope": scope,
		"access_token": p.secretLocked(access), "refresh_token": p.secretLocked(refresh),
	}
	if strings.HasPrefix(scope, "openid ") {
		answer["id_token"] = p.idToken(p.owners[g.address], form("client_id"), g.nonce)
	}
	writeJSON(w, http.StatusOK, answer)
}

// proves checks PKCE with S256.
func proves(verifier, challenge string) bool {
	sum := sha256.Sum256([]byte(verifier))
	return challenge == "" && verifier == "" || challenge == base64.RawURLEncoding.EncodeToString(sum[:])
}

func tokenError(w http.ResponseWriter, code, description string) {
	writeJSON(w, http.StatusBadRequest, map[string]string{"error": code, "error_description": description})
}

func (p *Provider) idToken(o Owner, client, nonce string) string {
	now := time.Now()
	claims := map[string]any{
		"ver": "2.0", "iss": "https://" + platformHost + "/" + o.TID + "/v2.0", "aud": client, "sub": "AAAA" + o.OID,
		"iat": now.Unix(), "nbf": now.Unix(), "exp": now.Add(time.Hour).Unix(),
		"nonce": nonce, "oid": o.OID, "tid": o.TID, "preferred_username": o.Address,
	}
	if p.Claims != nil {
		p.Claims(claims)
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: p.key, KeyID: "test"}}, nil)
	if err != nil {
		panic(err)
	}
	signed, err := signer.Sign(mustJSON(claims))
	if err != nil {
		panic(err)
	}
	text, err := signed.CompactSerialize()
	if err != nil {
		panic(err)
	}
	if p.IDToken != nil {
		text = p.IDToken(text)
	}
	return text
}

func (p *Provider) discovery(w http.ResponseWriter, r *http.Request) {
	tenant := mux.Vars(r)["tenant"]
	named := map[string]string{"consumers": Consumers}[tenant]
	if named == "" {
		named = "{tenantid}"
	}
	base := "https://" + platformHost + "/"
	writeJSON(w, http.StatusOK, map[string]any{
		"issuer": base + named + "/v2.0", "jwks_uri": base + tenant + "/discovery/v2.0/keys",
		"id_token_signing_alg_values_supported": []string{"RS256"},
	})
}

func (p *Provider) keys(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: p.key.Public(), KeyID: "test", Use: "sig"}}})
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(mustJSON(v))
}

func mustJSON(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}
