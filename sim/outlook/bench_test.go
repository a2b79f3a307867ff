package outlook_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"anchorage/sim/mailbox"
)

// discard is a ResponseWriter without costs of its own.
type discard struct {
	header http.Header
	bytes  int
}

func (d *discard) Header() http.Header { return d.header }
func (d *discard) WriteHeader(int)     {}
func (d *discard) Write(p []byte) (int, error) {
	d.bytes += len(p)
	return len(p), nil
}

// BenchmarkUnchanged is a round of synchronisation that finds nothing new: almost
// all requests of a world.
func BenchmarkUnchanged(b *testing.B) {
	for _, row := range []struct{ name, token, first string }{
		{"Graph", "graph", "https://graph.microsoft.com/v1.0/me/calendarView/delta?" + window},
		{"OutlookREST", "rest", "https://outlook.office.com/api/v2.0/me/calendarview?" + window},
	} {
		b.Run(row.name, func(b *testing.B) {
			f := newFixture(&testing.T{})
			f.server.Observe = nil
			m := f.pick(kind(mailbox.Standard, true))
			f.fill(m, 30)
			token := m.Spec().ID + "/" + row.token
			link := row.first
			for { // to the end of the first round
				r := f.get(token, link, "Prefer", "odata.track-changes, odata.maxpagesize=100")
				require.Equal(b, http.StatusOK, r.status, r.text)
				if link = r.string("@odata.nextLink"); link == "" {
					link = r.string("@odata.deltaLink")
					break
				}
			}
			r, err := http.NewRequest(http.MethodGet, link, nil)
			require.NoError(b, err)
			r.Header.Set("Authorization", "Bearer "+token)
			r.Header.Set("Prefer", "odata.track-changes, odata.maxpagesize=100")
			r.Header.Set("X-AnchorMailbox", m.Spec().SignIn)
			r.RequestURI = r.URL.RequestURI()
			handler := f.server.Handler()
			w := &discard{}
			b.ReportAllocs()
			for b.Loop() {
				w.header = make(http.Header, 8)
				handler.ServeHTTP(w, r)
			}
			require.Positive(b, w.bytes)
		})
	}
}
