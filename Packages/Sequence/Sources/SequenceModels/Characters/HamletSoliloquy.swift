/// The built-in text.
public enum HamletSoliloquy {
    /// The first lines of Hamlet's soliloquy (Shakespeare, about 1600; act III, scene 1) in lower case: 866 characters,
    /// 32 symbols.
    public static let text = """
        to be, or not to be, that is the question: whether 'tis nobler in the mind to suffer the slings and arrows of \
        outrageous fortune, or to take arms against a sea of troubles and by opposing end them. to die—to sleep, no \
        more; and by a sleep to say we end the heart-ache and the thousand natural shocks that flesh is heir to: 'tis \
        a consummation devoutly to be wish'd. to die, to sleep; to sleep, perchance to dream—ay, there's the rub: for \
        in that sleep of death what dreams may come, when we have shuffled off this mortal coil, must give us \
        pause—there's the respect that makes calamity of so long life. for who would bear the whips and scorns of \
        time, th'oppressor's wrong, the proud man's contumely, the pangs of dispriz'd love, the law's delay, the \
        insolence of office, and the spurns that patient merit of th'unworthy takes, when he himself might his quietus\
         make
        """
}
