package identity_test

import (
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/mailbox"
)

// get reads a JSON document of the identity platform.
func (w *world) get(path string) map[string]any {
	w.t.Helper()
	response, err := (&http.Client{Transport: w.transport}).Get("https://login.microsoftonline.com" + path)
	require.NoError(w.t, err)
	defer response.Body.Close()
	require.Equal(w.t, http.StatusOK, response.StatusCode)
	assert.True(w.t, strings.HasPrefix(response.Header.Get("Content-Type"), "application/json"))
	var got map[string]any
	require.NoError(w.t, json.NewDecoder(response.Body).Decode(&got))
	return got
}

func TestDiscovery(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		w := newWorld(t)
		for tenant, issued := range map[string]string{
			"common": "{tenantid}", "organizations": "{tenantid}", "consumers": mailbox.ConsumerIdentityTenant,
			mailbox.ConsumerIdentityTenant: mailbox.ConsumerIdentityTenant, workTenant: workTenant,
		} {
			got := w.get("/" + tenant + "/v2.0/.well-known/openid-configuration")
			base := "https://login.microsoftonline.com/" + tenant
			assert.Equal(t, "https://login.microsoftonline.com/"+issued+"/v2.0", got["issuer"])
			assert.Equal(t, base+"/oauth2/v2.0/authorize", got["authorization_endpoint"])
			assert.Equal(t, base+"/oauth2/v2.0/token", got["token_endpoint"])
			assert.Equal(t, base+"/discovery/v2.0/keys", got["jwks_uri"])
			assert.Equal(t, []any{"RS256"}, got["id_token_signing_alg_values_supported"])
			assert.Equal(t, "graph.microsoft.com", got["msgraph_host"])
			region, named := got["tenant_region_scope"]
			assert.True(t, named && region == nil)
		}
	})
}

func TestKeys(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		w := newWorld(t)
		all := w.get("/common/discovery/v2.0/keys")["keys"].([]any)
		require.Len(t, all, 1)
		key := all[0].(map[string]any)
		assert.Equal(t, "RSA", key["kty"])
		assert.Equal(t, "sig", key["use"])
		assert.Equal(t, "AQAB", key["e"])
		assert.Equal(t, key["x5t"], key["kid"])
		modulus, err := base64.RawURLEncoding.DecodeString(key["n"].(string))
		require.NoError(t, err)
		assert.Len(t, modulus, 256)
		raw, err := base64.StdEncoding.DecodeString(key["x5c"].([]any)[0].(string))
		require.NoError(t, err)
		certificate, err := x509.ParseCertificate(raw)
		require.NoError(t, err)
		assert.NoError(t, certificate.CheckSignature(certificate.SignatureAlgorithm, certificate.RawTBSCertificate, certificate.Signature))
		assert.Equal(t, w.get("/consumers/discovery/v2.0/keys")["keys"], any(all))
	})
}
