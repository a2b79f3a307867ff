package authorize_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/system"
	"anchorage/system/authorize"
	"anchorage/system/internal/standin"
)

func TestIDTokenRefused(t *testing.T) {
	set := func(name string, value any) func(map[string]any) {
		return func(claims map[string]any) { claims[name] = value }
	}
	const elsewhere = "22222222-2222-4222-8222-222222222222"
	for _, row := range []struct {
		name   string
		claims func(map[string]any)
		text   func(string) string
	}{
		{"ErrOtherAudience", set("aud", "somebody else"), nil},
		{"ErrOtherNonce", set("nonce", "of another sign-in"), nil},
		{"ErrNoNonce", func(c map[string]any) { delete(c, "nonce") }, nil},
		{"ErrExpired", set("exp", 946684800), nil},
		{"ErrNotYet", set("nbf", 4102444800), nil},
		{"ErrOtherIssuer", set("iss", "https://login.example.com/"+standin.Consumers+"/v2.0"), nil},
		{"ErrIssuerOfOtherTenant", set("iss", "https://login.microsoftonline.com/"+elsewhere+"/v2.0"), nil},
		{"ErrWorkAccountAsPersonal", func(c map[string]any) {
			c["tid"], c["iss"] = elsewhere, "https://login.microsoftonline.com/"+elsewhere+"/v2.0"
		}, nil},
		{"ErrNoOwner", func(c map[string]any) { delete(c, "oid") }, nil},
		{"ErrTampered", nil, func(text string) string {
			part := strings.Split(text, ".")
			part[1] = part[1][:20] + flip(part[1][20]) + part[1][21:]
			return strings.Join(part, ".")
		}},
		{"ErrSignatureOfAnother", nil, func(text string) string { return text[:len(text)-8] + "AAAAAAAA" }},
		{"ErrUnsigned", nil, func(text string) string {
			return "eyJhbGciOiJub25lIn0." + strings.Split(text, ".")[1] + "."
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, f *fixture) {
				f.provider.Claims, f.provider.IDToken = row.claims, row.text
				_, who, err := f.link(system.IdentityPlatform, system.OutlookCom, personal)
				e := requireError(t, err)
				assert.Equal(t, authorize.CodeIdentity, e.Code)
				assert.Equal(t, system.ClassPermanent, e.Class)
				assert.Zero(t, who)
			})
		})
	}
	t.Run("ErrPersonalAccountAsWork", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			_, _, err := f.link(system.IdentityPlatform, system.Microsoft365, personal)
			assert.Equal(t, authorize.CodeIdentity, requireError(t, err).Code)
		})
	})
	t.Run("ErrMissing", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			f.provider.IDToken = func(string) string { return "" }
			_, _, err := f.link(system.IdentityPlatform, system.OutlookCom, personal)
			assert.Equal(t, system.CodeMalformed, requireError(t, err).Code)
		})
	})
}

func TestIDTokenAcceptedWithinClockSkew(t *testing.T) {
	bubble(t, func(t *testing.T, f *fixture) {
		f.provider.Claims = func(c map[string]any) { c["nbf"] = time.Now().Add(2 * time.Minute).Unix() }
		_, who, err := f.link(system.IdentityPlatform, system.OutlookCom, personal)
		assert.NoError(t, err)
		assert.NotEmpty(t, who.MailboxID)
	})
}

// flip gives another letter of base64.
func flip(letter byte) string {
	if letter == 'A' {
		return "B"
	}
	return "A"
}
