package identity

import (
	"crypto/rsa"
	"crypto/x509"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// idClaims are the claims of an id_token (provider contract 2.2). oid, tid and
// the names need the scope profile, email its own.
type idClaims struct {
	Audience  string `json:"aud"`
	Issuer    string `json:"iss"`
	IssuedAt  int64  `json:"iat"`
	NotBefore int64  `json:"nbf"`
	Expires   int64  `json:"exp"`
	Email     string `json:"email,omitempty"`
	Name      string `json:"name,omitempty"`
	Nonce     string `json:"nonce,omitempty"`
	OID       string `json:"oid,omitempty"`
	Username  string `json:"preferred_username,omitempty"`
	Subject   string `json:"sub"`
	TID       string `json:"tid,omitempty"`
	Version   string `json:"ver"`
}

// idToken signs who signed in. A signature takes a millisecond, so it is made
// with no lock held; RS256 gives the same bytes each time.
func (s *Server) idToken(a *account, made issue, now time.Time) string {
	claims := idClaims{
		Audience: made.client, Issuer: issuer(a.spec.TID), Subject: s.opaque(a, "subject", made.client), Version: "2.0",
		IssuedAt: now.Unix(), NotBefore: now.Unix(), Expires: now.Add(s.accessLife()).Unix(), Nonce: made.nonce,
	}
	if made.scopes.profile {
		claims.OID, claims.TID, claims.Username = a.spec.OID, a.spec.TID, a.spec.SignIn
		claims.Name, _, _ = strings.Cut(a.spec.SignIn, "@")
	}
	if made.scopes.email {
		claims.Email = a.spec.SignIn
	}
	text, err := jwt.Signed(s.signer).Claims(claims).Serialize()
	if err != nil {
		panic(fmt.Sprintf("identity: id_token: %v", err)) // the key and the claims are this package's own
	}
	return text
}

// issuer is the iss of a tenant's tokens.
func issuer(tenant string) string { return "https://" + PlatformHost + "/" + tenant + "/v2.0" }

func newSigner(key *rsa.PrivateKey, certificate *x509.Certificate) (jose.Signer, error) {
	signing := jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: key, KeyID: keyID(certificate)}}
	signer, err := jose.NewSigner(signing, (&jose.SignerOptions{}).WithType("JWT"))
	if err != nil {
		return nil, fmt.Errorf("signer: %w", err)
	}
	return signer, nil
}

// keys is the document of signing keys; every tenant has the same.
func (c *call) keys() {
	if !c.server.tenantKnown(c.tenant) {
		c.refuse(refuseTenant(c.tenant))
		return
	}
	certificate := c.server.shown
	set := jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{
		Key: certificate.PublicKey, KeyID: keyID(certificate), Use: "sig",
		Certificates: []*x509.Certificate{certificate}, CertificateThumbprintSHA1: thumbprint(certificate),
	}}}
	c.writeJSON(http.StatusOK, mustMarshal(set))
}
