package network

import "net/http"

// Failer is a ResponseWriter that can end an exchange without an answer.
type Failer interface{ Fail(err error) }

// Fail ends the exchange so that the client sees a transport error: err itself
// in a direct call, a closed connection behind a real server. The handler must
// return at once afterwards.
func Fail(w http.ResponseWriter, err error) {
	if f, ok := w.(Failer); ok {
		f.Fail(err)
		return
	}
	panic(http.ErrAbortHandler) // net/http's way to cut a connection without logging
}
