package unknown_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/unknown"
)

func request(t *testing.T, method, address, contentType, body string, header ...string) *http.Request {
	t.Helper()
	r, err := http.NewRequest(method, address, strings.NewReader(body))
	require.NoError(t, err)
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return r
}

const urlencoded = "application/x-www-form-urlencoded"

func TestShown(t *testing.T) {
	r := request(t, http.MethodPost, "https://api.example.com/v1.0/me/overrides?x=1", "application/json", `{"a": ["b", 2], "n": null}`, "Prefer", "something")
	assert.Equal(t, "unknown request: no route for it\nPOST https://api.example.com/v1.0/me/overrides?x=1\n"+
		"Content-Type: application/json\nPrefer: something\n\n"+`{"a":["b",2],"n":null}`, unknown.Describe(r, "no route for it"))
}

// Wherever a secret stands, it is not shown; what stands beside it is.
func TestSecretsAreNotShown(t *testing.T) {
	const long = "EwB4A8l6BAAUkj1NuJYtTVha+Mogk+HEiPbQo04AAfgpn3oDwI1"
	for name, r := range map[string]*http.Request{
		"Query":         request(t, "GET", "https://a.example.com/p?code=hidden&x=shown&state=hidden&$deltatoken=hidden", "", ""),
		"FormTokens":    request(t, "POST", "https://a.example.com/p?x=shown", urlencoded, "refresh_token=hidden&access_token=hidden&client_secret=hidden"),
		"FormVerifier":  request(t, "POST", "https://a.example.com/p?x=shown", urlencoded, "code=hidden&code_verifier=hidden&password=hidden"),
		"Authorization": request(t, "GET", "https://a.example.com/shown", "", "", "Authorization", "Bearer hidden"),
		"Cookie":        request(t, "GET", "https://a.example.com/shown", "", "", "Cookie", "session=hidden"),
		"HeaderToken":   request(t, "GET", "https://a.example.com/shown", "", "", "X-Auth-Token", "hidden", "X-Api-Key", "hidden"),
		"JSON":          request(t, "POST", "https://a.example.com/shown", "application/json", `{"routing_key":"hidden","in":[{"clientState":"hidden","access_token":{"a":"hidden"}}]}`),
		"JSONNoType":    request(t, "POST", "https://a.example.com/shown", "", `{"client_secret":"hidden"}`),
		"JSONLists":     request(t, "POST", "https://a.example.com/shown", "", `{"token":["hidden"],"deep":[[{"code":"hidden"}]]}`),
		"Link":          request(t, "POST", "https://a.example.com/shown", "", `{"text":"open https://b.example.com/relink/hidden now"}`),
		"HeaderLink":    request(t, "GET", "https://a.example.com/shown", "", "", "Referer", "https://b.example.com/?t=hidden"),
		"Webhook":       request(t, "POST", "https://a.example.com/shown/services/T0/B0/hidden", "", ""),
		"NoJSON":        request(t, "POST", "https://a.example.com/shown", "application/json", `{"client_secret":"hidden"`),
		"TwoJSON":       request(t, "POST", "https://a.example.com/shown", "application/json", `{} {"client_secret":"hidden"}`),
		"OtherKind":     request(t, "POST", "https://a.example.com/shown", "text/plain", "hidden"),
		"BadForm":       request(t, "POST", "https://a.example.com/shown", urlencoded, "client_secret=hidden%zz"),
		"LongText":      request(t, "POST", "https://a.example.com/shown", "", `{"text":"`+strings.ReplaceAll(long, "B4A8", "hidden")+`"}`),
		"LongHeader":    request(t, "GET", "https://a.example.com/shown", "", "", "X-Other", strings.ReplaceAll(long, "B4A8", "hidden")),
		"User":          request(t, "GET", "https://shown:hidden@a.example.com/shown", "", ""),
	} {
		t.Run(name, func(t *testing.T) {
			told := unknown.Describe(r, "it is new")
			assert.NotContains(t, told, "hidden")
			assert.Contains(t, told, "shown")
			assert.Contains(t, told, "a.example.com")
			assert.Contains(t, told, "it is new")
		})
	}
}

func TestFormThatWasRead(t *testing.T) {
	r := request(t, "POST", "https://a.example.com/p", urlencoded, "")
	r.PostForm = url.Values{"grant_type": {"shown"}, "code": {"hidden"}}
	told := unknown.Describe(r, "grant_type is new")
	assert.Contains(t, told, "grant_type=shown")
	assert.NotContains(t, told, "hidden")
}

func TestBodyThatWasRead(t *testing.T) {
	r := request(t, "POST", "https://a.example.com/p", "", "")
	assert.Contains(t, unknown.DescribeRead(r, []byte(`{"a":"b"}`), "new"), "\n\n"+`{"a":"b"}`)
	assert.Contains(t, unknown.DescribeRead(r, []byte(`<p>`), "new"), "(3 bytes of another kind, not shown)")
}
