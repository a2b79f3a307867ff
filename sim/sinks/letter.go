package sinks

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
)

// readLetter reads the subject, the text and its first link. Formats: RFC 5322
// for the message, RFC 2045 and 2047 for what is encoded.
func readLetter(raw []byte) (Letter, error) {
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return Letter{}, fmt.Errorf("message: %w", err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil {
		return Letter{}, fmt.Errorf("subject: %w", err)
	}
	text, err := textOf(m.Header.Get("Content-Type"), m.Header.Get("Content-Transfer-Encoding"), m.Body)
	if err != nil {
		return Letter{}, err
	}
	return Letter{Subject: subject, Text: text, Link: firstLink(text)}, nil
}

// textOf returns the first text part, plain text before HTML.
func textOf(contentType, encoding string, body io.Reader) (string, error) {
	kind, params, err := mime.ParseMediaType(contentType)
	if contentType == "" {
		kind, err = "text/plain", nil
	}
	if err != nil {
		return "", fmt.Errorf("content type: %w", err)
	}
	if strings.HasPrefix(kind, "multipart/") {
		return textOfParts(multipart.NewReader(body, params["boundary"]))
	}
	if !strings.HasPrefix(kind, "text/") {
		return "", nil // an attachment
	}
	text, err := io.ReadAll(decoder(encoding, body))
	if err != nil {
		return "", fmt.Errorf("text: %w", err)
	}
	return strings.ReplaceAll(string(text), "\r\n", "\n"), nil
}

func textOfParts(parts *multipart.Reader) (string, error) {
	var found, plain string
	for {
		p, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return firstFilled(plain, found), nil
		}
		if err != nil {
			return "", fmt.Errorf("part: %w", err)
		}
		text, err := textOf(p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), p)
		if err != nil {
			return "", err
		}
		if strings.HasPrefix(p.Header.Get("Content-Type"), "text/html") {
			found = firstFilled(found, text)
		} else {
			plain = firstFilled(plain, text)
		}
	}
}

func decoder(encoding string, body io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "quoted-printable":
		return quotedprintable.NewReader(body)
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, body)
	}
	return body
}

// firstLink finds the first http or https address; punctuation that ends a
// sentence is not part of it.
func firstLink(text string) string {
	start := strings.Index(text, "http://")
	if s := strings.Index(text, "https://"); s >= 0 && (start < 0 || s < start) {
		start = s
	}
	if start < 0 {
		return ""
	}
	link := text[start:]
	if end := strings.IndexAny(link, " \t\r\n<>\"'"); end >= 0 {
		link = link[:end]
	}
	return strings.TrimRight(link, ".,;:!?)")
}
