package authorize

import (
	"context"
	"strings"
	"sync/atomic"

	"net/http"

	"github.com/coreos/go-oidc/v3/oidc"

	"errors"

	"anchorage/system"
)

// issuers are the discovered halves of the identity platform. They are read once,
// when the first id_token must be verified; two first ones at once both read.
type issuers struct {
	client                   *http.Client
	consumers, organizations atomic.Pointer[discovered]
}

type discovered struct {
	algorithms []string
	keys       oidc.KeySet
}

// of returns what discovery says about a tenant. An error is not remembered.
func (i *issuers) of(ctx context.Context, tenant string) (*discovered, error) {
	slot := &i.consumers
	if tenant == "organizations" {
		slot = &i.organizations
	}
	if d := slot.Load(); d != nil {
		return d, nil
	}
	// The document of "organizations" names a template as its issuer, so that the
	// library's comparison with the address cannot hold (provider contract 2.2);
	// issuedFor makes up for it.
	base := platformURL + tenant + "/v2.0"
	ctx = oidc.InsecureIssuerURLContext(oidc.ClientContext(ctx, i.client), base)
	provider, err := oidc.NewProvider(ctx, base)
	if err != nil {
		return nil, fetchFailed(err)
	}
	var document struct {
		Keys       string   `json:"jwks_uri"`
		Algorithms []string `json:"id_token_signing_alg_values_supported"`
	}
	if err := provider.Claims(&document); err != nil || document.Keys == "" {
		return nil, malformed("the discovery document names no keys")
	}
	d := &discovered{algorithms: document.Algorithms, keys: oidc.NewRemoteKeySet(ctx, document.Keys)}
	if !slot.CompareAndSwap(nil, d) {
		d = slot.Load()
	}
	return d, nil
}

// identify verifies an id_token and tells who signed in.
func (a *Authorizer) identify(ctx context.Context, p system.Provider, tenant, raw, nonce string) (system.Identity, error) {
	if raw == "" {
		return system.Identity{}, malformed("the answer has no id_token although openid was asked for")
	}
	d, err := a.issuer.of(withProvider(ctx, p), tenant)
	if err != nil {
		return system.Identity{}, err
	}
	keys := &witness{keys: d.keys}
	verifier := oidc.NewVerifier("", keys, &oidc.Config{ClientID: a.config.ClientID, SkipIssuerCheck: true, SupportedSigningAlgs: d.algorithms})
	token, err := verifier.Verify(ctx, raw)
	switch {
	case keys.unavailable != nil:
		return system.Identity{}, keys.unavailable
	case err != nil:
		return system.Identity{}, refused("its signature, audience or time does not hold")
	case token.Nonce != nonce:
		return system.Identity{}, refused("it was made for another sign-in")
	}
	return who(token, tenant)
}

func who(token *oidc.IDToken, tenant string) (system.Identity, error) {
	var claims struct {
		ObjectID string `json:"oid"`
		TenantID string `json:"tid"`
		Username string `json:"preferred_username"`
	}
	if err := token.Claims(&claims); err != nil || claims.ObjectID == "" || claims.TenantID == "" {
		return system.Identity{}, refused("it names no owner")
	}
	if !issuedFor(token.Issuer, claims.TenantID, tenant) {
		return system.Identity{}, refused("its issuer is not the owner's")
	}
	return system.Identity{MailboxID: claims.ObjectID + "@" + claims.TenantID, Email: claims.Username}, nil
}

// issuedFor says whether issuer is the one of the token's own tenant, and that
// tenant one of those asked: personal accounts have a single one, which work
// accounts never have (provider contract 2.1, 2.4).
func issuedFor(issuer, tid, tenant string) bool {
	return issuer == platformURL+tid+"/v2.0" && !strings.ContainsAny(tid, "/?#") && (tid == consumersTenant) == (tenant == "consumers")
}

func refused(why string) *system.Error {
	return &system.Error{Class: system.ClassPermanent, Code: CodeIdentity, Message: "the id_token is refused: " + why}
}

// witness remembers that the keys could not be had: the verifier reports that as
// if the signature were wrong.
type witness struct {
	keys        oidc.KeySet
	unavailable *system.Error
}

// VerifySignature implements oidc.KeySet.
func (w *witness) VerifySignature(ctx context.Context, jwt string) ([]byte, error) {
	payload, err := w.keys.VerifySignature(ctx, jwt)
	if failed, ok := errors.AsType[*system.Error](err); ok {
		w.unavailable = failed
	} else if ctx.Err() != nil {
		w.unavailable = noAnswer(ctx.Err())
	}
	return payload, err
}

// fetchFailed tells a document that could not be had from one that is wrong.
func fetchFailed(err error) *system.Error {
	if failed, ok := errors.AsType[*system.Error](err); ok {
		return failed
	}
	return malformed("the discovery document cannot be read")
}
