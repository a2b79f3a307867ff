package outlook

import (
	"encoding/binary"
	"encoding/hex"
	"net/http"
)

// Headers that all answers share. The slices are never written to.
var (
	cacheControl    = []string{"private"}
	strictTransport = []string{"max-age=31536000"}
	odataVersion    = []string{"4.0"}
	vary            = []string{"Accept-Encoding"}
	jsonContent     = []string{"application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"}
)

// identify sets the ids of the request and the date on the answer (provider
// contract 1).
func (c *call) identify() {
	id := c.requestID()
	c.told = [...]string{id, id, c.at.UTC().Format(http.TimeFormat), ""}
	if sent := headerValue(c.r.Header, "Client-Request-Id"); sent != "" {
		c.told[1] = sent
	}
	h := c.w.Header()
	h["Request-Id"], h["Client-Request-Id"], h["Date"] = c.told[0:1:1], c.told[1:2:2], c.told[2:3:3]
	h["Cache-Control"], h["Strict-Transport-Security"], h["Vary"] = cacheControl, strictTransport, vary
}

// requestID is drawn by mailbox and instant.
func (c *call) requestID() string {
	return c.server.guid(c.exchange.Mailbox, "request-id", "request-id tail", uint64(c.at.UnixNano()))
}

// guid is the text of a random GUID, drawn in two halves.
func (s *Server) guid(entity, head, tail string, n uint64) string {
	var raw [16]byte
	binary.BigEndian.PutUint64(raw[:], s.Seed.Uint64(entity, head, n))
	binary.BigEndian.PutUint64(raw[8:], s.Seed.Uint64(entity, tail, n))
	raw[6], raw[8] = raw[6]&0x0f|0x40, raw[8]&0x3f|0x80
	var text [36]byte
	hex.Encode(text[0:8], raw[0:4])
	hex.Encode(text[9:13], raw[4:6])
	hex.Encode(text[14:18], raw[6:8])
	hex.Encode(text[19:23], raw[8:10])
	hex.Encode(text[24:36], raw[10:16])
	text[8], text[13], text[18], text[23] = '-', '-', '-', '-'
	return string(text[:])
}

// succeed answers 200 with a JSON body.
func (c *call) succeed(body *encoder) { c.succeedAs(http.StatusOK, body) }

// succeedAs answers with a JSON body, whose encoder is free afterwards.
func (c *call) succeedAs(status int, body *encoder) {
	h := c.w.Header()
	h["Content-Type"], h["Odata-Version"] = jsonContent, odataVersion
	if applied := c.prefer.applied(c.first); applied != "" {
		c.told[3] = applied
		h["Preference-Applied"] = c.told[3:]
	}
	c.w.WriteHeader(status)
	c.write(body.b)
	encoders.Put(body)
}

// write ends an answer. That the client did not take it is seen by the journal.
func (c *call) write(body []byte) { _, _ = c.w.Write(body) }
