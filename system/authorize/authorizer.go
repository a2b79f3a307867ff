// Package authorize speaks OAuth to the two identity systems of the provider:
// Live Connect, whose tokens say nothing about their owner, and the identity
// platform v2.0, whose id_token tells the mailbox id.
package authorize

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"anchorage/system"
)

// limit of one exchange with an identity system for callers that set none.
const limit = 30 * time.Second

// Config is what an authorizer needs.
type Config struct {
	HTTP         http.RoundTripper
	ClientID     string
	ClientSecret string
	RedirectURL  string       // of our own callback
	Meter        system.Meter // told of every request
}

// Authorizer implements system.Authorizer. It is safe for concurrent use.
type Authorizer struct {
	config Config
	client *http.Client
	issuer issuers
	close  context.CancelFunc
}

var _ system.Authorizer = (*Authorizer)(nil)

// New returns an authorizer. It sends nothing before it is asked to.
func New(c Config) *Authorizer {
	life, cancel := context.WithCancel(context.Background())
	return &Authorizer{
		config: c,
		client: &http.Client{Transport: c.HTTP, CheckRedirect: noRedirect},
		issuer: issuers{client: &http.Client{Transport: fetcher{next: c.HTTP, life: life, meter: c.Meter}, CheckRedirect: noRedirect}},
		close:  cancel,
	}
}

// limited sees to it that an exchange ends: by the caller's own limit, if there
// is one.
func limited(ctx context.Context) (context.Context, context.CancelFunc) {
	if _, ok := ctx.Deadline(); ok {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, limit)
}

// noRedirect: a token endpoint has no reason to send a client, and with it a
// secret, elsewhere.
func noRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// Close ends what may still run in the background.
func (a *Authorizer) Close() { a.close() }

// URL implements system.Authorizer. State, nonce and verifier are f's.
func (a *Authorizer) URL(m system.Authorization, p system.Provider, f system.Flow, loginHint string) (string, error) {
	e, err := endpointOf(m, p)
	if err != nil {
		return "", err
	}
	options := []oauth2.AuthCodeOption{}
	if loginHint != "" {
		options = append(options, oauth2.SetAuthURLParam("login_hint", loginHint))
	}
	if e.tenant != "" { // Live Connect is older than PKCE and has no id_token to bind
		options = append(options, oauth2.S256ChallengeOption(f.Verifier), oauth2.SetAuthURLParam("nonce", f.Nonce))
	}
	return a.oauth(e).AuthCodeURL(f.State, options...), nil
}

// Exchange implements system.Authorizer.
func (a *Authorizer) Exchange(ctx context.Context, p system.Provider, f system.Flow, code string) (system.Credential, system.Identity, error) {
	e, err := endpointOf(f.Authorization, p)
	if err != nil {
		return system.Credential{}, system.Identity{}, err
	}
	ctx, cancel := limited(ctx)
	defer cancel()
	options := []oauth2.AuthCodeOption{}
	if e.tenant != "" {
		options = append(options, oauth2.VerifierOption(f.Verifier))
	}
	token, err := a.oauth(e).Exchange(context.WithValue(ctx, oauth2.HTTPClient, a.client), code, options...)
	if err = a.answered(p, err); err != nil {
		return system.Credential{}, system.Identity{}, err
	}
	if token.RefreshToken == "" {
		return system.Credential{}, system.Identity{}, malformed("the answer has no refresh token although offline access was asked for")
	}
	var who system.Identity
	if e.tenant != "" {
		raw, _ := token.Extra("id_token").(string)
		if who, err = a.identify(ctx, p, e.tenant, raw, f.Nonce); err != nil {
			return system.Credential{}, system.Identity{}, err
		}
	}
	return credential(f.Authorization, token, 0), who, nil
}

// Refresh implements system.Authorizer. Live Connect and the identity platform
// may or may not hand out a new refresh token; without one the old stays.
//
// The renewal is a form post with its own scope, which oauth2.Config cannot
// send: it would leave the scope out, and the identity platform would then grant
// all that was consented to, an id_token included. The library's client
// credentials grant posts any form; its name is overridden by the grant's.
func (a *Authorizer) Refresh(ctx context.Context, p system.Provider, c system.Credential) (system.Credential, error) {
	e, err := endpointOf(c.Authorization, p)
	if err != nil {
		return system.Credential{}, err
	}
	ctx, cancel := limited(ctx)
	defer cancel()
	form := clientcredentials.Config{
		ClientID: a.config.ClientID, ClientSecret: a.config.ClientSecret,
		TokenURL: e.tokenURL, AuthStyle: oauth2.AuthStyleInParams, Scopes: e.refreshScopes,
		EndpointParams: url.Values{"grant_type": {"refresh_token"}, "refresh_token": {c.RefreshToken}},
	}
	token, err := form.Token(context.WithValue(ctx, oauth2.HTTPClient, a.client))
	if err = a.answered(p, err); err != nil {
		return system.Credential{}, err
	}
	return credential(c.Authorization, token, c.Generation), nil
}

func (a *Authorizer) oauth(e endpoint) *oauth2.Config {
	return &oauth2.Config{
		ClientID: a.config.ClientID, ClientSecret: a.config.ClientSecret, RedirectURL: a.config.RedirectURL, Scopes: e.scopes,
		Endpoint: oauth2.Endpoint{AuthURL: e.authorizeURL, TokenURL: e.tokenURL, AuthStyle: oauth2.AuthStyleInParams},
	}
}

// answered counts a request to a token endpoint and turns its error into ours.
func (a *Authorizer) answered(p system.Provider, err error) error {
	failed := classify(err)
	a.config.Meter.Request(p, "token", meterCode(failed))
	if failed != nil {
		return failed
	}
	return nil
}

func credential(m system.Authorization, t *oauth2.Token, generation int) system.Credential {
	expiry := t.Expiry
	if expiry.IsZero() {
		expiry = time.Now().Add(time.Hour) // the usual life of both systems' access tokens, provider contract 2.2 and 2.6
	}
	return system.Credential{
		Authorization: m, AccessToken: t.AccessToken, RefreshToken: t.RefreshToken,
		Expiry: expiry.UTC(), Generation: generation,
	}
}
