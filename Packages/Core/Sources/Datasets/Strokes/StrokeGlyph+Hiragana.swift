extension StrokeGlyph {
    /// The ten characters by label, described by hand after the schoolbook forms.
    ///
    /// The crossbar of は has no join to its third stroke, because the ring would make it ぱ.
    static let hiragana: [StrokeGlyph] = [
        StrokeGlyph(
            character: "お", romanized: "o",
            forms: [
                Form(
                    weight: 1,
                    strokes: [
                        Stroke([(15, 33), (34, 32), (57, 27)], join: []),
                        Stroke(
                            [
                                (38, 9), (39, 35), (38, 62), (36, 79), (29, 86), (20, 82), (19, 72), (30, 60), (50, 51),
                                (70, 51), (84, 61), (84, 76), (72, 87), (55, 90),
                            ],
                            ending: .sweep),
                        Stroke([(68, 22), (77, 27), (86, 36)]),
                    ])
            ]),
        StrokeGlyph(
            character: "き", romanized: "ki",
            forms: [
                Form(
                    weight: 0.7,
                    strokes: [
                        Stroke([(24, 28), (46, 25), (73, 17)], join: []),
                        Stroke([(20, 47), (48, 43), (79, 34)], join: []),
                        Stroke([(41, 8), (52, 32), (71, 61)], hook: [(60, 58), (50, 57)]),
                        Stroke([(32, 64), (27, 73), (31, 83), (46, 89), (69, 88)]),
                    ]),
                Form(
                    weight: 0.3,
                    strokes: [
                        Stroke([(24, 28), (46, 25), (73, 17)], join: []),
                        Stroke([(20, 47), (48, 43), (79, 34)], join: []),
                        Stroke(
                            [(41, 8), (52, 32), (71, 61)],
                            [(52, 58), (36, 61), (27, 71), (31, 83), (46, 89), (69, 88)]),
                    ]),
            ]),
        StrokeGlyph(
            character: "す", romanized: "su",
            forms: [
                Form(
                    weight: 1,
                    strokes: [
                        Stroke([(11, 31), (45, 29), (89, 26)], join: []),
                        Stroke(
                            [
                                (55, 8), (56, 30), (56, 52), (50, 64), (40, 64), (36, 54), (42, 45), (52, 47), (57, 60),
                                (53, 77), (37, 94),
                            ],
                            ending: .sweep),
                    ])
            ]),
        StrokeGlyph(
            character: "つ", romanized: "tsu",
            forms: [
                Form(
                    weight: 0.7,
                    strokes: [
                        Stroke(
                            [(10, 40), (30, 33), (55, 26), (76, 29), (88, 43), (84, 61), (67, 75), (41, 83)],
                            ending: .sweep)
                    ]),
                Form(
                    weight: 0.3,
                    strokes: [
                        Stroke(
                            [(17, 27), (40, 17), (62, 16), (77, 29), (78, 51), (65, 74), (38, 93)],
                            ending: .sweep)
                    ]),
            ]),
        StrokeGlyph(
            character: "な", romanized: "na",
            forms: [
                Form(
                    weight: 1,
                    strokes: [
                        Stroke([(14, 31), (30, 30), (50, 25)], join: []),
                        Stroke([(37, 8), (31, 35), (14, 63)], join: []),
                        Stroke([(66, 23), (76, 27), (87, 37)], join: [(78, 42)]),
                        Stroke(
                            [
                                (63, 43), (64, 60), (63, 80), (54, 91), (40, 90), (36, 82), (44, 75), (58, 76),
                                (73, 82),
                                (88, 92),
                            ]),
                    ])
            ]),
        StrokeGlyph(
            character: "は", romanized: "ha",
            forms: [
                Form(
                    weight: 1,
                    strokes: [
                        Stroke([(19, 12), (14, 38), (14, 66), (18, 88)], hook: [(25, 79)], join: [(28, 60)]),
                        Stroke([(38, 35), (60, 34), (88, 30)]),
                        Stroke(
                            [
                                (65, 10), (67, 38), (68, 68), (65, 84), (52, 90), (40, 86), (41, 76), (52, 72),
                                (70, 78),
                                (89, 91),
                            ]),
                    ])
            ]),
        StrokeGlyph(
            character: "ま", romanized: "ma",
            forms: [
                Form(
                    weight: 1,
                    strokes: [
                        Stroke([(19, 28), (48, 27), (81, 23)], join: []),
                        Stroke([(23, 48), (50, 47), (77, 43)], join: []),
                        Stroke(
                            [
                                (52, 8), (53, 38), (54, 68), (51, 85), (38, 91), (24, 86), (25, 76), (38, 72), (58, 78),
                                (81, 91),
                            ]),
                    ])
            ]),
        StrokeGlyph(
            character: "や", romanized: "ya",
            forms: [
                Form(
                    weight: 1,
                    strokes: [
                        Stroke(
                            [(9, 52), (36, 39), (64, 29), (82, 33), (86, 45), (77, 56), (60, 60)], ending: .sweep),
                        Stroke([(51, 8), (57, 14), (61, 23)], join: [(42, 12)]),
                        Stroke([(27, 20), (37, 52), (54, 93)]),
                    ])
            ]),
        StrokeGlyph(
            character: "れ", romanized: "re",
            forms: [
                Form(
                    weight: 0.7,
                    strokes: [
                        Stroke([(31, 8), (31, 50), (31, 94)]),
                        Stroke(
                            [(11, 34), (24, 34), (39, 29)], [(27, 53), (9, 77)],
                            [(36, 48), (55, 32), (66, 36), (65, 54), (63, 74), (71, 86), (82, 84), (94, 72)],
                            ending: .sweep),
                    ]),
                Form(
                    weight: 0.3,
                    strokes: [
                        Stroke([(31, 8), (31, 50), (31, 94)]),
                        Stroke(
                            [(11, 34), (24, 34), (39, 29)], [(27, 53), (9, 77)],
                            [(36, 48), (55, 31), (67, 35), (67, 54), (69, 74), (80, 90), (90, 95)]),
                    ]),
            ]),
        StrokeGlyph(
            character: "を", romanized: "wo",
            forms: [
                Form(
                    weight: 1,
                    strokes: [
                        Stroke([(20, 25), (46, 24), (75, 19)], join: []),
                        Stroke(
                            [(47, 7), (38, 35), (17, 62)],
                            [(32, 48), (47, 42), (56, 49), (59, 60), (57, 74)], join: [(74, 56)]),
                        Stroke([(85, 40), (60, 51), (38, 65), (31, 78), (40, 89), (59, 92), (82, 90)]),
                    ])
            ]),
    ]
}
