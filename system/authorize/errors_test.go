package authorize_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
	"anchorage/system/authorize"
)

var credential = system.Credential{Authorization: system.IdentityPlatform, RefreshToken: "s3cret-refresh", Generation: 1}

func TestErrorsOfTheTokenEndpoint(t *testing.T) {
	for _, row := range []struct {
		name   string
		status int
		body   string
		header []string
		class  system.Class
		code   system.Code
		wait   time.Duration
	}{
		{"ErrGrantExpired", 400, `{"error":"invalid_grant","error_description":"AADSTS70000: s3cret\r\nTrace ID: 1"}`, nil, system.ClassReauthorise, "AADSTS70000", 0},
		{"ErrLiveGrantExpired", 400, `{"error":"invalid_grant","error_description":"The token s3cret is not valid"}`, nil, system.ClassReauthorise, "invalid_grant", 0},
		{"ErrInteractionRequired", 400, `{"error":"interaction_required","error_description":"AADSTS50076: x"}`, nil, system.ClassReauthorise, "AADSTS50076", 0},
		{"ErrClientLoop", 400, `{"error":"invalid_grant","error_description":"AADSTS50196: loop"}`, nil, system.ClassWait, "AADSTS50196", 0},
		{"ErrBackend", 400, `{"error":"invalid_grant","error_description":"AADSTS70012: backend"}`, nil, system.ClassRetry, "AADSTS70012", 0},
		{"ErrTemporarilyUnavailable", 400, `{"error":"temporarily_unavailable","error_description":"x"}`, nil, system.ClassRetry, "temporarily_unavailable", 0},
		{"ErrOwnSecretWrong", 401, `{"error":"invalid_client","error_description":"AADSTS7000215: s3cret"}`, nil, system.ClassPermanent, "AADSTS7000215", 0},
		{"ErrScope", 400, `{"error":"invalid_scope"}`, nil, system.ClassPermanent, "invalid_scope", 0},
		{"ErrUnavailable", 503, `s3cret`, nil, system.ClassRetry, system.CodeMalformed, 0},
		{"ErrUnavailableUntil", 503, `{"error":"temporarily_unavailable"}`, []string{"Retry-After", "120"}, system.ClassWait, "temporarily_unavailable", 2 * time.Minute},
		{"ErrThrottled", 429, `{}`, []string{"Retry-After", "1.5"}, system.ClassWait, system.CodeMalformed, 1500 * time.Millisecond},
		{"ErrThrottledUntilDate", 429, `{}`, []string{"Retry-After", "Sat, 01 Jan 2000 01:10:00 GMT"}, system.ClassWait, system.CodeMalformed, 10 * time.Minute},
		{"ErrThrottledForEver", 429, `{}`, []string{"Retry-After", "1e300"}, system.ClassWait, system.CodeMalformed, 24 * time.Hour},
		{"ErrThrottledByNonsense", 429, `{}`, []string{"Retry-After", "NaN"}, system.ClassWait, system.CodeMalformed, 0},
		{"ErrProxyPage", 403, `<html>s3cret</html>`, nil, system.ClassRetry, system.CodeMalformed, 0},
		{"ErrRedirect", 302, ``, []string{"Location", "https://elsewhere.example.com/"}, system.ClassRetry, system.CodeMalformed, 0},
		{"ErrSecretAsCode", 400, `{"error":"s3cret with spaces"}`, nil, system.ClassPermanent, system.CodeMalformed, 0},
		{"ErrPageWith200", 200, `<html>s3cret</html>`, nil, system.ClassRetry, system.CodeMalformed, 0},
		{"ErrNoToken", 200, `{"refresh_token":"s3cret"}`, nil, system.ClassRetry, system.CodeMalformed, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, f *fixture) {
				f.provider.SetFault(fault("token", row.status, row.body, row.header...))
				_, err := f.Refresh(t.Context(), system.OutlookCom, credential)
				e := requireError(t, err)
				assert.Equal(t, row.class, e.Class)
				assert.Equal(t, row.code, e.Code)
				assert.Equal(t, row.wait, e.RetryAfter)
				if row.status != 200 {
					assert.Equal(t, row.status, e.Status)
				}
				assert.Len(t, f.provider.Requests(), 1)
			})
		})
	}
}

func TestErrorsOfTheConnection(t *testing.T) {
	t.Run("ErrRefused", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			refused := errors.New("connection refused")
			f.provider.SetFault(func(*http.Request) (*http.Response, error) { return nil, refused })
			_, err := f.Refresh(t.Context(), system.OutlookCom, credential)
			e := requireError(t, err)
			assert.Equal(t, system.ClassRetry, e.Class)
			assert.Equal(t, system.CodeNoAnswer, e.Code)
			assert.ErrorIs(t, err, refused)
			assert.Equal(t, 1, f.meter.Count("request outlook.com token error"))
		})
	})
	t.Run("ErrNeverAnswers", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			f.provider.SetFault(never)
			began := time.Now()
			_, err := f.Refresh(t.Context(), system.OutlookCom, credential)
			assert.Equal(t, system.CodeNoAnswer, requireError(t, err).Code)
			assert.ErrorIs(t, err, context.DeadlineExceeded)
			assert.Equal(t, 30*time.Second, time.Since(began))
		})
	})
	t.Run("ErrGivenUp", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			f.provider.SetFault(never)
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			_, err := f.Refresh(ctx, system.OutlookCom, credential)
			assert.Equal(t, system.ClassRetry, requireError(t, err).Class)
		})
	})
}

func never(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

func TestCloseEndsTheSearchForKeys(t *testing.T) {
	bubble(t, func(t *testing.T, f *fixture) {
		f.provider.SetFault(func(r *http.Request) (*http.Response, error) {
			if r.URL.Path == "/consumers/discovery/v2.0/keys" {
				return never(r)
			}
			return nil, nil
		})
		ended := make(chan error, 1)
		go func() {
			_, _, err := f.link(system.IdentityPlatform, system.OutlookCom, personal)
			ended <- err
		}()
		synctest.Wait()
		began := time.Now()
		f.Close()
		e := requireError(t, <-ended)
		assert.Equal(t, system.CodeNoAnswer, e.Code)
		assert.Zero(t, time.Since(began))
	})
}

func TestErrorsOfTheDocuments(t *testing.T) {
	for _, row := range []struct{ name, part string }{{"ErrDiscovery", "openid-configuration"}, {"ErrKeys", "discovery/v2.0/keys"}} {
		t.Run(row.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, f *fixture) {
				f.provider.SetFault(fault(row.part, 503, "s3cret"))
				_, _, err := f.link(system.IdentityPlatform, system.OutlookCom, personal)
				e := requireError(t, err)
				assert.Equal(t, system.ClassRetry, e.Class)
				assert.Equal(t, 503, e.Status)
				assert.NotEqual(t, authorize.CodeIdentity, e.Code, "nothing is known about the token")
				f.provider.SetFault(nil)
				_, who, err := f.link(system.IdentityPlatform, system.OutlookCom, personal)
				require.NoError(t, err, "a failure is not remembered")
				assert.NotEmpty(t, who.MailboxID)
			})
		})
	}
}
