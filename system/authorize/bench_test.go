package authorize_test

import (
	"net/http"
	"testing"

	"anchorage/system"
	"anchorage/system/authorize"
	"anchorage/system/internal/standin"
)

type fixedAnswer string

func (a fixedAnswer) RoundTrip(*http.Request) (*http.Response, error) {
	return standin.Answer(http.StatusOK, "application/json; charset=utf-8", string(a)), nil
}

// BenchmarkRefresh is the client's side of a refresh: an incident of 1,300
// mailboxes makes over 100,000.
func BenchmarkRefresh(b *testing.B) {
	a := authorize.New(authorize.Config{
		HTTP:     fixedAnswer(`{"token_type":"Bearer","scope":"x","expires_in":3599,"access_token":"a","refresh_token":"r"}`),
		ClientID: "client", ClientSecret: "secret", RedirectURL: callback, Meter: &standin.Meter{},
	})
	defer a.Close()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := a.Refresh(b.Context(), system.OutlookCom, credential); err != nil {
			b.Fatal(err)
		}
	}
}
