package authorize_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"anchorage/system"
	"anchorage/system/authorize"
	"anchorage/system/internal/standin"
)

const (
	clientSecret = "client-s3cret"
	callback     = "https://sync.example.com/oauth/callback"
)

var (
	personal = standin.Owner{Address: "anna@example.com", OID: "00000000-0000-0000-40c0-3bac188d01d1", TID: standin.Consumers, CalendarID: "calendar-a"}
	worker   = standin.Owner{Address: "bo@example.org", OID: "11111111-2222-4333-8444-555555555555", TID: standin.Work, CalendarID: "calendar-b"}
)

// fixture is an authorizer in front of a provider, inside a bubble.
type fixture struct {
	*authorize.Authorizer
	provider *standin.Provider
	meter    *standin.Meter
	t        *testing.T
}

func bubble(t *testing.T, test func(*testing.T, *fixture)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		f := &fixture{provider: standin.New(personal, worker), meter: &standin.Meter{}, t: t}
		f.Authorizer = authorize.New(authorize.Config{
			HTTP: f.provider, ClientID: "client", ClientSecret: clientSecret, RedirectURL: callback, Meter: f.meter,
		})
		defer f.Close()
		time.Sleep(time.Hour)
		test(t, f)
	})
}

func flow(m system.Authorization) system.Flow {
	return system.Flow{State: "state", Nonce: "nonce", Verifier: strings.Repeat("v", 43), Account: "a", Authorization: m}
}

// link walks through consent and exchange.
func (f *fixture) link(m system.Authorization, p system.Provider, o standin.Owner) (system.Credential, system.Identity, error) {
	f.t.Helper()
	address, err := f.URL(m, p, flow(m), o.Address)
	require.NoError(f.t, err)
	return f.Exchange(f.t.Context(), p, flow(m), code(f.provider.Consent(address, o.Address)))
}

func code(callbackURL string) string {
	_, rest, _ := strings.Cut(callbackURL, "code=")
	value, _, _ := strings.Cut(rest, "&")
	return value
}

// fault answers requests whose path holds part.
func fault(part string, status int, body string, header ...string) standin.Fault {
	return func(r *http.Request) (*http.Response, error) {
		if !strings.Contains(r.URL.Path, part) {
			return nil, nil
		}
		return standin.Answer(status, "application/json", body, header...), nil
	}
}

func requireError(t *testing.T, err error) *system.Error {
	t.Helper()
	require.Error(t, err)
	e := system.AsError(err)
	require.NotContains(t, err.Error(), standin.Marker)
	for wrapped := error(e); wrapped != nil; {
		require.NotContains(t, fmt.Sprintf("%+v", wrapped), standin.Marker)
		u, ok := wrapped.(interface{ Unwrap() error })
		if !ok {
			break
		}
		wrapped = u.Unwrap()
	}
	return e
}
