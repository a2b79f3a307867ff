package network_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/network"
)

func echo(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	w.Header().Set("X-Host", r.Host)
	w.WriteHeader(http.StatusAccepted)
	io.WriteString(w, r.Method+" "+r.URL.RequestURI()+" "+string(body))
}

func TestDirect(t *testing.T) {
	n := &network.Network{}
	n.Handle("api.example.com", http.HandlerFunc(echo))
	client := &http.Client{Transport: n.Transport()}

	t.Run("OK", func(t *testing.T) {
		res, err := client.Post("https://api.example.com/a?b=c", "text/plain", strings.NewReader("hello"))
		require.NoError(t, err)
		body, _ := io.ReadAll(res.Body)
		assert.Equal(t, http.StatusAccepted, res.StatusCode)
		assert.Equal(t, "POST /a?b=c hello", string(body))
		assert.Equal(t, "api.example.com", res.Header.Get("X-Host"))
	})
	t.Run("ErrUnknownHost", func(t *testing.T) {
		var told string
		n.Unknown = func(what string) { told = what }
		_, err := client.Get("https://nowhere.example.com/path?code=secret")
		assert.ErrorContains(t, err, "connection refused")
		assert.Equal(t, "unknown request: there is no host nowhere.example.com\nGET https://nowhere.example.com/path?code=%28not+shown%29\n", told)
	})
	t.Run("ErrFail", func(t *testing.T) {
		cut := errors.New("reset by peer")
		n.Handle("cut.example.com", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { network.Fail(w, cut) }))
		_, err := client.Get("https://cut.example.com/")
		assert.ErrorIs(t, err, cut)
	})
}

func TestDirectTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := &network.Network{}
		n.Handle("slow.example.com", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			<-r.Context().Done() // as a server that never answers
		}))
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		r, _ := http.NewRequestWithContext(ctx, http.MethodGet, "https://slow.example.com/", nil)
		start := time.Now()
		_, err := n.Transport().RoundTrip(r)
		assert.ErrorIs(t, err, context.DeadlineExceeded, "an empty 200 would look like success")
		assert.Equal(t, 30*time.Second, time.Since(start))
	})
}

// Over pipes the real http.Server and http.Transport are at work.
func TestPiped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := &network.Network{}
		l, err := n.Listen("sync.example.com:80")
		require.NoError(t, err)
		server := &http.Server{Handler: http.HandlerFunc(echo)}
		done := make(chan struct{})
		go func() { server.Serve(l); close(done) }()
		transport := n.Transport()
		res, err := (&http.Client{Transport: transport}).Get("http://sync.example.com/x")
		require.NoError(t, err)
		body, _ := io.ReadAll(res.Body)
		res.Body.Close()
		assert.Equal(t, "GET /x ", string(body))

		_, err = n.Listen("sync.example.com:80")
		assert.ErrorContains(t, err, "address already in use")
		server.Close()
		<-done
		_, err = (&http.Client{Transport: transport}).Get("http://sync.example.com/x")
		assert.ErrorContains(t, err, "connection refused", "a closed listener refuses")
		_, err = n.Listen("sync.example.com:80")
		assert.NoError(t, err, "the address is free again")
		transport.CloseIdleConnections()
	})
}

func TestServe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := &network.Network{}
		assert.ErrorContains(t, n.Serve("chat.example.com:80", "chat.example.com"), "no handler")
		n.Handle("chat.example.com", http.HandlerFunc(echo))
		require.NoError(t, n.Serve("chat.example.com:80", "chat.example.com"))
		client := &http.Client{Transport: &http.Transport{DialContext: n.Dial}}
		res, err := client.Get("http://chat.example.com/services/x")
		require.NoError(t, err)
		body, _ := io.ReadAll(res.Body)
		res.Body.Close()
		assert.Equal(t, "GET /services/x ", string(body))
		n.Close() // or the bubble does not end
		client.CloseIdleConnections()
	})
}
