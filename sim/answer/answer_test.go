package answer_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/answer"
	"anchorage/sim/network"
)

// client is what an answer reaches, with how the exchange ended.
type client struct {
	*httptest.ResponseRecorder
	failed error
	cut    bool
	gone   bool
}

func (c *client) Fail(err error) { c.failed = err }
func (c *client) Cut()           { c.cut = true }
func (c *client) Write(p []byte) (int, error) {
	if c.gone {
		return 0, errors.New("broken pipe")
	}
	return c.ResponseRecorder.Write(p)
}

func newClient() *client { return &client{ResponseRecorder: httptest.NewRecorder()} }

func TestAnswer(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		c := newClient()
		a := answer.Answer{Inner: c}
		a.Header().Set("X-A", "b")
		_, err := a.Write([]byte("hello"))
		require.NoError(t, err)
		a.WriteHeader(http.StatusTeapot)
		a.End()
		assert.Equal(t, http.StatusOK, a.Status(), "the first status counts")
		assert.Equal(t, "hello", c.Body.String())
		assert.Equal(t, "b", c.Header().Get("X-A"))
		assert.Empty(t, a.ErrorBody())
		assert.False(t, c.cut)
		assert.NoError(t, c.failed)
	})
	t.Run("ErrStatus", func(t *testing.T) {
		a := answer.Answer{Inner: newClient()}
		a.WriteHeader(http.StatusBadRequest)
		for _, part := range []string{"so", "rry"} {
			_, err := a.Write([]byte(part))
			require.NoError(t, err)
		}
		assert.Equal(t, http.StatusBadRequest, a.Status())
		assert.Equal(t, "sorry", string(a.ErrorBody()))
	})
	t.Run("ErrClientIsGone", func(t *testing.T) {
		c := newClient()
		c.gone = true
		a := answer.Answer{Inner: c}
		_, err := a.Write([]byte("hello"))
		require.Error(t, err)
		assert.Zero(t, a.Status())
	})
	t.Run("ErrFails", func(t *testing.T) {
		c := newClient()
		a := answer.Answer{Inner: c}
		reset := errors.New("reset")
		network.Fail(&a, reset)
		require.NoError(t, c.failed, "kept back")
		assert.Zero(t, a.Status())
		a.End()
		assert.Equal(t, reset, c.failed)
	})
	t.Run("Spoilt", func(t *testing.T) {
		c := newClient()
		a := answer.Answer{Inner: c}
		a.WriteHeader(http.StatusOK)
		_, err := a.Spoilt().Write([]byte("<html>"))
		require.NoError(t, err)
		assert.Equal(t, http.StatusOK, a.Status(), "of the server's own")
		assert.Equal(t, "<html>", c.Body.String())
	})
	t.Run("SpoiltAndCut", func(t *testing.T) {
		c := newClient()
		a := answer.Answer{Inner: c}
		a.WriteHeader(http.StatusOK)
		network.Cut(a.Spoilt())
		assert.Zero(t, a.Status(), "it did not arrive whole")
		a.End()
		assert.True(t, c.cut)
	})
}
