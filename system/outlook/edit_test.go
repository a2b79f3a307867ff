package outlook_test

import (
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
)

// bodies remembers what was sent.
type bodies struct {
	answer
	sent []string
}

func (b *bodies) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var text []byte
	if r.Body != nil {
		text, _ = io.ReadAll(r.Body)
	}
	b.sent = append(b.sent, string(text))
	b.answer.ServeHTTP(w, r)
}

var lunch = system.Write{ID: "w1", Kind: system.WriteCreate, Subject: "Lunch", Start: window.From, End: window.From.Add(time.Hour)}

const lunchJSON = `{"Id":"A/b=","@odata.etag":"W/\"2\"","Subject":"Lunch","ShowAs":"Busy","TransactionId":"w1",
	"Start":{"DateTime":"2022-02-22T12:00:00.0000000","TimeZone":"UTC"},"End":{"DateTime":"2022-02-22T13:00:00.0000000","TimeZone":"UTC"}}`

func TestEditor(t *testing.T) {
	change := lunch
	change.EventID, change.ETag = "A/b=", `W/"1"`
	const graph = `"start":{"dateTime":"2022-02-22T12:00:00.0000000","timeZone":"UTC"},"subject":"Lunch"`
	const rest = `"End":{"DateTime":"2022-02-22T13:00:00.0000000","TimeZone":"UTC"}`
	for _, row := range []struct {
		name, method, url, match, body string
		provider                       system.Provider
		status                         int
	}{
		{"create in graph", "POST", "https://graph.microsoft.com/v1.0/me/events", "", `{"end":{"dateTime":"2022-02-22T13:00:00.0000000","timeZone":"UTC"},"showAs":"busy",` + graph + `,"transactionId":"w1"}`, system.Microsoft365, 201},
		{"create in rest", "POST", "https://outlook.office.com/api/v2.0/me/events", "", `{` + rest + `,"ShowAs":"Busy","Start":{"DateTime":"2022-02-22T12:00:00.0000000","TimeZone":"UTC"},"Subject":"Lunch","TransactionId":"w1"}`, system.OutlookCom, 201},
		{"update in rest", "PATCH", "https://outlook.office.com/api/v2.0/me/events/A%2Fb=", `W/"1"`, `{` + rest + `,"Start":{"DateTime":"2022-02-22T12:00:00.0000000","TimeZone":"UTC"},"Subject":"Lunch"}`, system.OutlookCom, 200},
		{"delete in graph", "DELETE", "https://graph.microsoft.com/v1.0/me/events/A%2Fb=", `W/"1"`, "", system.Microsoft365, 204},
		{"read in graph", "GET", "https://graph.microsoft.com/v1.0/me/events/A%2Fb=", "", "", system.Microsoft365, 200},
	} {
		t.Run(row.name, func(t *testing.T) {
			provider := &bodies{answer: answer{status: row.status, body: lunchJSON}}
			c, _ := client(provider)
			var got system.Event
			var err error
			switch a := access(row.provider); row.method {
			case "POST":
				got, err = c.Create(t.Context(), a, lunch)
			case "PATCH":
				w := change
				w.Kind = system.WriteUpdate
				got, err = c.Update(t.Context(), a, w)
			case "DELETE":
				err = c.Delete(t.Context(), a, change)
			default:
				got, err = c.Event(t.Context(), a, "A/b=")
			}
			require.NoError(t, err)
			r := provider.requests[0]
			assert.Equal(t, []string{row.method, row.url, row.match}, []string{r.Method, r.URL.String(), r.Header.Get("If-Match")})
			assert.Equal(t, row.body, provider.sent[0])
			if row.method != "DELETE" {
				assert.Equal(t, system.Event{ID: "A/b=", CalendarID: "calendar", ETag: `W/"2"`, Subject: "Lunch", Start: lunch.Start, End: lunch.End, ShowAs: "busy", TransactionID: "w1"}, got)
			}
		})
	}
}

func TestEditorErrors(t *testing.T) {
	t.Run("ErrConflict", func(t *testing.T) {
		c, _ := client(&answer{status: 412, body: envelope("ErrorIrresolvableConflict", "x")})
		_, err := c.Update(t.Context(), access(system.OutlookCom), lunch)
		assert.Equal(t, system.ClassConflict, system.AsError(err).Class)
	})
	t.Run("a page instead of a deletion", func(t *testing.T) {
		c, _ := client(&answer{status: 200, body: "<html>Be right back</html>"})
		assert.Error(t, c.Delete(t.Context(), access(system.OutlookCom), lunch), "only 204 says that it is done")
	})
	t.Run("what is gone", func(t *testing.T) {
		c, _ := client(&answer{status: 404, body: envelope("ErrorItemNotFound", "x")})
		assert.Equal(t, 404, system.AsError(c.Delete(t.Context(), access(system.OutlookCom), lunch)).Status)
		_, err := c.Event(t.Context(), access(system.OutlookCom), "e")
		require.ErrorIs(t, err, system.ErrNotFound)
		assert.Equal(t, 404, system.AsError(err).Status)
	})
	t.Run("a page in the place of no content", func(t *testing.T) {
		c, _ := client(&answer{status: 200, header: map[string]string{"Content-Type": "text/html"}, body: "<html>maintenance</html>"})
		err := c.Delete(t.Context(), access(system.OutlookCom), lunch)
		require.Error(t, err, "nothing was deleted")
		assert.Equal(t, system.CodeMalformed, system.AsError(err).Code)
	})
	t.Run("a 404 about something else", func(t *testing.T) {
		c, _ := client(&answer{status: 404, body: envelope("MailboxNotEnabledForRESTAPI", "x")})
		require.Error(t, c.Delete(t.Context(), access(system.OutlookCom), lunch))
		_, err := c.Event(t.Context(), access(system.OutlookCom), "e")
		assert.NotErrorIs(t, err, system.ErrNotFound)
	})
	t.Run("an answer that is no event", func(t *testing.T) {
		c, _ := client(&answer{status: 201, body: `{}`})
		_, err := c.Create(t.Context(), access(system.OutlookCom), lunch)
		assert.Equal(t, system.CodeMalformed, system.AsError(err).Code)
	})
}

func TestSubscriber(t *testing.T) {
	expires := time.Date(2022, 3, 4, 12, 0, 0, 0, time.UTC)
	for name, row := range map[string]struct {
		provider   system.Provider
		url, body  string
		answer     string
		renew, end string
	}{
		"graph": {system.Microsoft365, "https://graph.microsoft.com/v1.0/subscriptions",
			`{"changeType":"created,updated,deleted","clientState":"state","expirationDateTime":"2022-03-04T12:00:00.0000000Z","notificationUrl":"https://sync.example.com/n","resource":"me/events"}`,
			`{"id":"s1","expirationDateTime":"2022-03-04T11:00:00Z"}`, `{"expirationDateTime":"2022-03-04T12:00:00.0000000Z"}`, "/s1"},
		"outlook rest": {system.OutlookCom, "https://outlook.office.com/api/v2.0/me/subscriptions",
			`{"@odata.type":"#Microsoft.OutlookServices.PushSubscription","ChangeType":"Created,Updated,Deleted","ClientState":"state","NotificationURL":"https://sync.example.com/n","Resource":"https://outlook.office.com/api/v2.0/me/events","SubscriptionExpirationDateTime":"2022-03-04T12:00:00.0000000Z"}`,
			`{"Id":"s1","SubscriptionExpirationDateTime":"2022-03-04T11:00:00Z"}`, `{"@odata.type":"#Microsoft.OutlookServices.PushSubscription","SubscriptionExpirationDateTime":"2022-03-04T12:00:00.0000000Z"}`, "/s1"},
	} {
		t.Run(name, func(t *testing.T) {
			provider := &bodies{answer: answer{status: 201, body: row.answer}}
			c, _ := client(provider)
			a := access(row.provider)
			s, err := c.Subscribe(t.Context(), a, "https://sync.example.com/n", "state", expires)
			require.NoError(t, err)
			assert.Equal(t, system.Subscription{ID: "s1", Account: "a", ClientState: "state", Expires: expires.Add(-time.Hour)}, s)
			provider.status = 200
			_, err = c.Renew(t.Context(), a, "s1", expires)
			require.NoError(t, err)
			provider.status = 204
			require.NoError(t, c.Unsubscribe(t.Context(), a, "s1"))
			assert.Equal(t, []string{row.body, row.renew, ""}, provider.sent)
			for i, want := range []string{"POST " + row.url, "PATCH " + row.url + row.end, "DELETE " + row.url + row.end} {
				assert.Equal(t, want, provider.requests[i].Method+" "+provider.requests[i].URL.String())
			}
			provider.status, provider.body = 404, envelope("ResourceNotFound", "x")
			_, err = c.Renew(t.Context(), a, "s1", expires)
			require.ErrorIs(t, err, system.ErrNotFound)
			assert.NoError(t, c.Unsubscribe(t.Context(), a, "s1"))
		})
	}
}
